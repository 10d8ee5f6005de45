import type * as A from '@automerge/automerge'
import { AppError } from '../../src-shared/errors.ts'
import type { DocumentId, PageId, PlaceId, ResourceId, SpaceId, Timestamp } from '../../src-shared/ids.ts'
import type { Handlers } from '../../src-shared/ipc/endpoint.ts'
import type { Fields } from '../../src-shared/model/fields.ts'
import { DISCARDED, editPage, ensureBody, isDiscardable, newPage } from '../../src-shared/model/page.ts'
import { editPlace } from '../../src-shared/model/place.ts'
import { editResource, newResource, type ResourceRow } from '../../src-shared/model/resource.ts'
import { setDeleted } from '../../src-shared/model/row.ts'
import { replaceBody, writeBody } from '../../src-shared/text/body.ts'
import { markdownToTree } from '../../src-shared/text/markdown.ts'
import { checkingKinds } from './checking-kinds.ts'
import type { Core } from './core.ts'
import { createExample } from './create-example.ts'
import { describeInvitations, describeMembers } from './describe-members.ts'
import { describeSetAside } from './describe-set-aside.ts'
import { documentHome } from './document-home.ts'
import { CORE_SLOT } from './documents/actor.ts'
import { rowOfType } from './documents/directory.ts'
import { found } from './documents/document-store.ts'
import type { OpenDocuments } from './documents/open-documents.ts'
import { quietly } from './documents/rewriting.ts'
import { byName, countTags, selectPages, selectResources } from './lists.ts'
import { exportPage, readPage } from './page-export.ts'
import { pageReach } from './page-reach.ts'
import { searchSpace } from './search-space.ts'
import type { Space } from './space.ts'

/** Answers every command of the contract for one window, or for the command line (window 0). */
export function createHandlers(core: Core, open: OpenDocuments, window: number): Handlers {
  let joining: AbortController | null = null
  const onBackupProgress = () => everySoOften((progress) => core.emit('backupProgressed', progress))

  const edit = async (id: SpaceId, document: DocumentId, change: (document: Fields) => void) => {
    await open.edit(documentHome(core.space(id)), document, change)
    return null
  }
  const putAway = async (id: SpaceId, document: DocumentId, at: Timestamp | null) => {
    const rewriting = quietly((fields) => setDeleted(fields, at))
    await open.rewrite(documentHome(core.space(id)), document, rewriting)
    return null
  }

  return checkingKinds(core, {
    'settings.get': async () => core.settings.get(),
    'settings.set': ({ settings }) => core.changeSettings(settings),

    'incident.list': async () => ({ incidents: core.incidents.list() }),
    'incident.dismiss': async () => {
      await core.incidents.dismiss()
      return null
    },

    'backup.create': ({ sealedPath, passphrase, withKeys }) =>
      core.backups.create(core.chosenPath(sealedPath, 'create'), passphrase, withKeys, onBackupProgress()),
    'backup.createPart': ({ sealedPath, space, device }) =>
      core.backups.createPart(core.chosenPath(sealedPath, 'create'), core.space(space), device, onBackupProgress()),
    'backup.restore': ({ sealedPath, passphrase }) =>
      core.backups.restore(core.chosenPath(sealedPath, 'restore'), passphrase, onBackupProgress()),
    'backup.cancel': async () => {
      core.backups.cancel()
      return null
    },
    'backup.state': async () => core.backups.state(),
    'backup.schedule': async ({ sealedFolder, ...changes }) => {
      const folder = sealedFolder === undefined ? undefined : core.chosenPath(sealedFolder, 'folder')
      await core.backups.setSchedule({ ...changes, folder })
      return core.backups.state()
    },
    'backup.dismissFailure': async () => {
      await core.backups.dismissFailure()
      return null
    },

    'space.list': async () => ({ spaces: core.spaceRows() }),
    'space.create': async ({ name, place }) => ({ space: (await core.createSpace(name, place)).id }),
    'space.createExample': async ({ language }) => ({ space: (await createExample(core, language)).id }),
    'space.leave': async ({ space }) => {
      await core.leave(space)
      return null
    },
    'space.status': ({ space }) => core.space(space).status(),
    'space.setAside': async ({ space }) => ({ setAside: await describeSetAside(core.space(space)) }),
    'space.tryAgain': async ({ space, document }) => {
      await core.space(space).documents.tryAgain(document)
      return null
    },
    'space.recoverySheet': async ({ space }) => ({ sheet: core.recoverySheet(space) }),
    'space.recover': async ({ sheet }) => ({ space: (await core.recover(sheet)).id }),
    'network.status': async () => core.network.status(),

    'invitation.create': ({ space, needsApproval, ...terms }) =>
      core.invitations.create(space, { ...terms, needsApproval: needsApproval ?? terms.isReusable }),
    'invitation.list': async ({ space }) => ({
      invitations: await describeInvitations(core.space(space), core.now()),
    }),
    'invitation.revoke': async ({ space, invitation }) => {
      await core.invitations.revoke(space, invitation)
      return null
    },
    'invitation.requests': async () => ({
      requests: core.invitations.requests().map(({ id, device: _, ...request }) => ({ request: id, ...request })),
    }),
    'invitation.decide': async ({ request, accept }) => {
      core.invitations.decide(request, accept)
      return null
    },
    'invitation.read': async ({ link }) => {
      const { space, spaceName, placeName, expiresAt, hasExpired, place, relayFor } = core.invitations.read(link)
      const here = core.openSpaces().find(({ id }) => id === space)
      const belonging = here ? (here.isRemoved ? 'removed' : 'member') : 'none'
      const isFor = { isOfPlace: place !== null, isForRelay: relayFor !== null }
      return { spaceName, placeName, expiresAt, hasExpired, belonging, ...isFor }
    },
    'invitation.join': async ({ link, place }) => {
      joining?.abort(new AppError('cancelled', 'another invitation is tried'))
      joining = new AbortController()
      const space = await core.invitations.join(link, place, joining.signal)
      return { space: space.id }
    },
    'invitation.cancelJoin': async () => {
      joining?.abort(new AppError('cancelled', 'joining was cancelled'))
      return null
    },

    'member.list': async ({ space }) => ({ members: await describeMembers(core.space(space), core.device) }),
    'member.appoint': async ({ space, device, standing }) => {
      await core.space(space).membership.appoint(device, standing)
      return null
    },

    'page.create': async ({ space, fields, markdown }) => {
      const [page] = await core.space(space).documents.create([newPageDocument(core.now(), fields, markdown)])
      return { page: found(page, 'page') as PageId }
    },
    'page.list': async (wanted) =>
      selectPages(await core.space(wanted.space).directory.list('page'), wanted, core.now()),
    'page.get': async ({ space, page }) => rowOfType(await core.space(space).directory.get(page), 'page'),
    'page.open': ({ space, page }) => open.show(documentHome(core.space(space)), page, window),
    'page.save': async ({ space, page, heads }) => {
      await open.save(space, page, window, heads)
      return null
    },
    'page.close': async ({ space, page, heads }) => {
      await open.close(space, page, window, heads)
      return null
    },
    'page.reach': ({ space, page }) => pageReach(core.space(space), core.device, page),
    'page.edit': ({ space, page, fields }) => edit(space, page, (document) => editPage(document, fields)),
    'page.replaceBody': ({ space, page, markdown }) =>
      edit(space, page, (document) => {
        ensureBody(document)
        replaceBody(document, ['body'], markdownToTree(markdown))
      }),
    'page.delete': ({ space, page }) => putAway(space, page, core.now()),
    'page.discard': async ({ space, page }) => {
      const discarding = quietly((document) => setDeleted(document, DISCARDED))
      // Somebody else may have written into it since the window looked.
      const plan = (document: A.Doc<Fields>) => (isDiscardable(document) ? discarding.plan(document) : undefined)
      await open.rewrite(documentHome(core.space(space)), page, { ...discarding, plan })
      return null
    },
    'page.restore': ({ space, page }) => putAway(space, page, null),
    'page.read': async ({ space, page, format }) => {
      await open.publish(space, page)
      const { document, row } = await loadPage(core.space(space), page)
      return { title: row.title, content: readPage(document, row, format) }
    },
    'page.export': async ({ space, page, format }) => {
      await open.publish(space, page)
      const { document, row } = await loadPage(core.space(space), page)
      return exportPage(document, row, format)
    },

    'resource.add': async ({ space, resource }) => {
      const [id] = await core.space(space).documents.create([{ fields: newResource(resource, core.now()) }])
      return { resource: found(id, 'resource') as ResourceId }
    },
    'resource.list': async (wanted) => {
      const { directory, search } = core.space(wanted.space)
      const found = wanted.text?.trim() ? new Set((await search.find(wanted.text)).map(({ id }) => id)) : undefined
      const names = new Map((await directory.list('place')).map(({ place, name }) => [place, name]))
      const named = ({ place }: ResourceRow) => placeName(names, place)
      return selectResources(await directory.list('resource'), wanted, found, named, core.now())
    },
    'resource.get': async ({ space, resource }) =>
      rowOfType(await core.space(space).directory.get(resource), 'resource'),
    'resource.edit': ({ space, resource, fields }) =>
      edit(space, resource, (document) => editResource(document, fields)),
    'resource.delete': ({ space, resource }) => putAway(space, resource, core.now()),
    'resource.restore': ({ space, resource }) => putAway(space, resource, null),

    'tag.list': async ({ space, of }) => {
      const { directory } = core.space(space)
      const types = of ? [of] : (['page', 'resource'] as const)
      return { tags: countTags((await Promise.all(types.map((type) => directory.list(type)))).flat()) }
    },
    'place.list': async ({ space }) => ({ places: byName(await core.space(space).directory.list('place')) }),
    'place.edit': ({ space, place, fields }) => edit(space, place, (document) => editPlace(document, fields)),

    'notes.import': async ({ space, page, resources }) => {
      const pages = page ? [newPageDocument(core.now(), { title: page.title, kind: 'minutes' }, page.markdown)] : []
      const drafts = resources.map((draft) => ({ fields: newResource(draft, core.now()) }))
      const ids = await core.space(space).documents.create([...pages, ...drafts])
      return {
        page: pages.length > 0 ? ((ids[0] ?? null) as PageId | null) : null,
        resources: ids.slice(pages.length) as ResourceId[],
      }
    },

    'search.query': (wanted) => searchSpace(core.space(wanted.space), wanted, core.now()),

    'blob.add': ({ space, bytes, name, preview }) => core.space(space).attach(bytes, name, preview),
    'blob.read': ({ space, hash }) => core.space(space).blobs.read(hash),
  })
}

/** Thousands of blocks a second: a bar moves no faster than the eye. */
function everySoOften(
  tell: (progress: { done: number; total: number }) => void,
): (done: number, total: number) => void {
  let toldAt = 0
  return (done, total) => {
    const now = performance.now()
    if (now - toldAt < 200) return
    toldAt = now
    tell({ done, total })
  }
}

async function loadPage({ documents, directory }: Space, page: PageId) {
  const row = rowOfType(await directory.get(page), 'page')
  return { row, document: (await documents.load(page, CORE_SLOT)).document }
}

function newPageDocument(at: number, fields: Parameters<typeof newPage>[0], markdown: string | undefined) {
  const tree = markdownToTree(markdown ?? '')
  return { fields: newPage(fields, at), fill: (document: Fields) => writeBody(document, ['body'], tree) }
}

function placeName(names: Map<PlaceId, string>, place: PlaceId | null): string {
  return place ? (names.get(place) ?? '') : ''
}
