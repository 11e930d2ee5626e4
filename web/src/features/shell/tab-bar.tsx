import { Link, useNavigate } from '@tanstack/react-router';
import { Ellipsis, LogOut, Search, Settings } from 'lucide-react';
import { classNames } from '../../ui/class-names.ts';
import { Menu } from '../../ui/menu.tsx';
import { signOut } from '../sign-in/sign-in.ts';
import { NAVIGATION } from './navigation.ts';
import { useThemeActions } from './use-theme-actions.tsx';
import { WaitingCount } from './waiting-count.tsx';

const item =
  'flex h-12 flex-col items-center justify-center gap-0.5 rounded-control text-12 font-medium text-ink-3 aria-[current=page]:text-link';

/** The rail of small screens: four pages, the rest behind the fifth place. */
export function TabBar({ waiting, onSearch }: { waiting: number; onSearch: () => void }) {
  const navigate = useNavigate();
  const themes = useThemeActions();
  return (
    <nav
      aria-label="Main"
      className="grid grid-cols-5 border-t border-line bg-bg p-1 pb-[max(4px,env(safe-area-inset-bottom))] md:hidden"
    >
      {NAVIGATION.slice(0, 4).map(({ to, label, icon: Icon }) => (
        <Link key={to} to={to} activeOptions={{ exact: to === '/', includeSearch: false }} className={item}>
          <Icon className="size-5" strokeWidth={1.75} aria-hidden="true" />
          {label}
        </Link>
      ))}
      <Menu
        trigger={
          <button type="button" className={classNames(item, 'relative')}>
            <Ellipsis className="size-5" strokeWidth={1.75} aria-hidden="true" />
            More
            <WaitingCount count={waiting} compact />
          </button>
        }
        actions={[
          {
            label: 'Go to',
            icon: <Search className="icon text-ink-3" aria-hidden="true" />,
            onSelect: onSearch,
          },
          ...NAVIGATION.slice(4).map(({ to, label, icon: Icon }) => ({
            label: to === '/waiting' && waiting > 0 ? `${label} (${waiting})` : label,
            icon: <Icon className="icon text-ink-3" aria-hidden="true" />,
            onSelect: () => void navigate({ to }),
          })),
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
