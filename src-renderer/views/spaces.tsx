import { notifications } from '@mantine/notifications'
import { useEffect, useState } from 'react'
import { Redirect, Route, Switch, useLocation } from 'wouter'
import type { SpaceId } from '../../src-shared/ids.ts'
import { queryClient } from '../core/core-queries.ts'
import { native } from '../core/native-bridge.ts'
import { useAnswer } from '../core/use-core.ts'
import { CurrentSpace } from '../hooks/current-space.ts'
import { Frame } from './frame/frame.tsx'
import { Welcome } from './welcome/welcome.tsx'

const lastSpaceKey = 'maillage.space'

/** Chooses what is on screen: the welcome without a network, else the frame around the network last looked at. */
export function Spaces() {
  const [, navigate] = useLocation()
  const list = useAnswer('space.list', {}).data?.spaces
  const [chosen, setChosen] = useState<string | null>(() => localStorage.getItem(lastSpaceKey))
  const [link, setLink] = useState('')

  useEffect(
    () =>
      native.on('link.received', ({ text }) => {
        setLink(text)
        navigate('/welcome')
      }),
    [navigate],
  )

  if (!list) return null
  const current = list.find((row) => row.space === chosen) ?? list[0]
  const enter = async (space: SpaceId) => {
    // The new network has to be in the list before its views look for it.
    await queryClient.refetchQueries({ queryKey: ['space.list'] })
    notifications.clean()
    localStorage.setItem(lastSpaceKey, space)
    setChosen(space)
    setLink('')
    navigate('/pages')
  }

  return (
    <Switch>
      <Route path="/welcome">
        <Welcome
          key={link}
          link={link}
          onEnter={(space) => void enter(space)}
          onLeave={current ? () => navigate('/pages') : undefined}
        />
      </Route>
      {current ? (
        <Route>
          <CurrentSpace value={current}>
            <Frame key={current.space} spaces={list} onSwitch={(space) => void enter(space)} />
          </CurrentSpace>
        </Route>
      ) : (
        <Redirect to="/welcome" />
      )}
    </Switch>
  )
}
