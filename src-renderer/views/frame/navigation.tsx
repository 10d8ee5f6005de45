import { Button, Group, Menu, NavLink, Stack, Text, UnstyledButton, VisuallyHidden } from '@mantine/core'
import {
  type Icon,
  IconCheck,
  IconFileText,
  IconNotes,
  IconPlus,
  IconSelector,
  IconSettings,
  IconTools,
  IconTrash,
  IconUserPlus,
  IconUsers,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'wouter'
import type { SpaceId } from '../../../src-shared/ids.ts'
import type { SpaceRow } from '../../../src-shared/ipc/contract.ts'
import { useAnswer } from '../../core/use-core.ts'
import { useSpace } from '../../hooks/current-space.ts'
import { useRights } from '../../hooks/use-rights.ts'
import { BrandMark } from '../welcome/brand-mark.tsx'

interface NavigationProps {
  spaces: SpaceRow[]
  onSwitch(space: SpaceId): void
}

export function Navigation({ spaces, onSwitch }: NavigationProps) {
  const { t } = useTranslation()
  const { mayWrite, mayAdminister } = useRights()
  const { example } = useSpace()
  const [location] = useLocation()
  const inviting = location === '/invite'
  return (
    <Stack mih="100%" gap="md">
      <NetworkSwitcher spaces={spaces} onSwitch={onSwitch} />
      <Stack component="nav" aria-label={t('nav.main')} gap={2} flex={1}>
        <Entry to="/pages" icon={IconFileText} label={t('nav.pages')} />
        <Entry to="/inventory" icon={IconTools} label={t('nav.inventory')} />
        {mayWrite && <Entry to="/notes" icon={IconNotes} label={t('nav.notes')} />}
        <Entry to="/members" icon={IconUsers} label={t('nav.members')} />
        <Entry to="/bin" icon={IconTrash} label={t('nav.bin')} />
        <Entry to="/settings" icon={IconSettings} label={t('nav.settings')} />
      </Stack>
      {mayAdminister && !example && (
        <Button
          component={Link}
          to="/invite"
          variant={inviting ? 'filled' : 'light'}
          aria-current={inviting ? 'page' : undefined}
          leftSection={<IconUserPlus size={18} />}
          fullWidth
          flex="none"
        >
          {t('nav.invite')}
        </Button>
      )}
    </Stack>
  )
}

function Entry({ to, icon: Glyph, label }: { to: string; icon: Icon; label: string }) {
  const [location] = useLocation()
  const active = location === to || location.startsWith(`${to}/`)
  return (
    <NavLink
      component={Link}
      to={to}
      label={label}
      active={active}
      aria-current={active ? 'page' : undefined}
      leftSection={<Glyph size={20} stroke={1.6} aria-hidden />}
      styles={{ root: { borderRadius: 10 }, label: { fontSize: '1rem', fontWeight: active ? 650 : 450 } }}
    />
  )
}

function NetworkSwitcher({ spaces, onSwitch }: NavigationProps) {
  const { t } = useTranslation()
  const current = useSpace()
  const [, navigate] = useLocation()
  const own = useAnswer('place.list', { space: current.space }).data?.places.find(
    ({ place }) => place === current.place,
  )
  const ours = own ? [own.name, own.commune].filter(Boolean).join(', ') : ''
  const below = current.example ? t('nav.example') : ours
  return (
    <Menu width={300} position="bottom-start" shadow="md">
      <Menu.Target>
        <UnstyledButton p="xs">
          <VisuallyHidden>{t('nav.switchNetwork')}</VisuallyHidden>
          <Group gap="sm" wrap="nowrap">
            <BrandMark size={36} />
            <Stack gap={2} flex={1} miw={0} title={current.name}>
              <Text className="breakable" fw={700} lineClamp={4} lh={1.2}>
                {current.name}
              </Text>
              <Text className="breakable" size="sm" c="dimmed" lh={1.2} lineClamp={2}>
                {below}
              </Text>
            </Stack>
            <IconSelector size={18} aria-hidden />
          </Group>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('nav.networks')}</Menu.Label>
        {spaces.map((space) => (
          <Menu.Item
            key={space.space}
            onClick={() => onSwitch(space.space)}
            rightSection={space.space === current.space ? <IconCheck size={16} aria-hidden /> : null}
          >
            {space.name}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconPlus size={16} />} onClick={() => navigate('/welcome')}>
          {t('nav.newNetwork')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
