export type Language = 'fr' | 'en'

const french = {
  file: 'Fichier',
  edit: 'Édition',
  view: 'Affichage',
  openLinkTitle: 'Ouvrir un lien',
  openLinkMessage: (host: string) => `Ouvrir ce lien, sur ${host} ?`,
  openLinkMail: (address: string) => `Écrire à ${address} ?`,
  open: 'Ouvrir',
  cancel: 'Annuler',
  startFailedTitle: 'Maillage ne peut pas démarrer',
}

type ShellStrings = typeof french

const english: ShellStrings = {
  file: 'File',
  edit: 'Edit',
  view: 'View',
  openLinkTitle: 'Open a link',
  openLinkMessage: (host) => `Open this link, on ${host}?`,
  openLinkMail: (address) => `Write to ${address}?`,
  open: 'Open',
  cancel: 'Cancel',
  startFailedTitle: 'Maillage cannot start',
}

let language: Language = 'fr'

/** The few sentences that the shell itself shows, in the language the window last told. */
export function shellStrings(): ShellStrings {
  return language === 'fr' ? french : english
}

export function setShellLanguage(next: Language): void {
  language = next
}
