import { Link, useNavigate } from '@tanstack/react-router';
import { LogOut, Search, Settings } from 'lucide-react';
import { Avatar } from '../../ui/avatar.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Kbd } from '../../ui/kbd.tsx';
import { Logo } from '../../ui/logo.tsx';
import { Menu } from '../../ui/menu.tsx';
import { signOut } from '../sign-in/sign-in.ts';
import { ConnectionStatus } from './connection-status.tsx';
import { NAVIGATION } from './navigation.ts';
import { useThemeActions } from './use-theme-actions.tsx';
import { WaitingCount } from './waiting-count.tsx';
import type { Viewer } from './use-viewer.ts';

const PALETTE_KEYS = navigator.userAgent.includes('Mac') ? '⌘ K' : 'Ctrl K';

const item =
  'flex h-[30px] w-full items-center gap-2.5 rounded-control px-2 text-left font-medium text-ink-2 hover:bg-hover hover:text-ink aria-[current=page]:bg-press aria-[current=page]:text-ink';

interface RailProps {
  viewer: Viewer;
  compact: boolean;
  /** Approvals that wait for the viewer. */
  waiting: number;
  onSearch: () => void;
}

/** 232 px with words, 56 px with icons where a page needs the width. */
export function Rail({ viewer, compact, waiting, onSearch }: RailProps) {
  const name = viewer.user?.name ?? 'Service account';
  const navigate = useNavigate();
  const themes = useThemeActions();
  const entry = classNames(item, compact && 'h-8 w-9 justify-center px-0');
  const word = compact ? 'sr-only' : 'truncate';
  return (
    <nav
      aria-label="Main"
      className={classNames('flex min-w-0 flex-col gap-0.5 p-2 max-md:hidden', compact && 'items-center')}
    >
      <div
        className={classNames('mb-2 flex h-10 items-center gap-2 px-2', compact && 'px-0')}
        title={viewer.tenant.name}
      >
        <Logo />
        <span className={word}>
          <span className="font-semibold">{viewer.user?.department?.name ?? viewer.tenant.name}</span>{' '}
          {viewer.user?.department ? <span className="text-ink-3">{viewer.tenant.name}</span> : null}
        </span>
      </div>
      <button type="button" className={entry} title={compact ? 'Go to' : undefined} onClick={onSearch}>
        <Search className="icon" aria-hidden="true" />
        <span className={word}>Go to</span>
        {compact ? null : (
          <span className="ml-auto">
            <Kbd>{PALETTE_KEYS}</Kbd>
          </span>
        )}
      </button>
      {NAVIGATION.map(({ to, label, icon: Icon }) => (
        <Link
          key={to}
          to={to}
          activeOptions={{ exact: to === '/', includeSearch: false }}
          className={classNames(entry, 'relative')}
          title={compact ? label : undefined}
        >
          <Icon className="icon" aria-hidden="true" />
          <span className={word}>{label}</span>
          {to === '/waiting' ? <WaitingCount count={waiting} compact={compact} /> : null}
        </Link>
      ))}
      <span className="flex-1" />
      <ConnectionStatus compact={compact} />
      <Menu
        trigger={
          <button type="button" className={entry} title={compact ? name : undefined}>
            <Avatar name={name} className="-mx-0.5" />
            <span className={word}>{name}</span>
          </button>
        }
        heading={
          <p className="px-2 py-1 text-12 text-ink-3">
            {viewer.user?.email ?? viewer.tenant.name}
            {viewer.user ? ` · ${viewer.user.role.name}` : ''}
          </p>
        }
        actions={[
          {
            label: 'Settings',
            icon: <Settings className="icon text-ink-3" aria-hidden="true" />,
            onSelect: () => void navigate({ to: '/settings' }),
          },
          null,
          ...themes,
          null,
          {
            label: 'Sign out',
            icon: <LogOut className="icon text-ink-3" aria-hidden="true" />,
            onSelect: () => void signOut(),
          },
        ]}
      />
    </nav>
  );
}
