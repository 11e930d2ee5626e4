import { Link, useLocation } from '@tanstack/react-router';
import { ChevronRight } from 'lucide-react';
import { Fragment, useEffect, useEffectEvent, useRef, type ReactNode } from 'react';

interface TopBarProps {
  title: string;
  /** Pages above this one. */
  crumbs?: readonly { label: string; to: '/agents' | '/runs' | '/knowledge' | '/tools' | '/chat' | '/market' }[];
  /** Beside the title: status, draft tag. */
  beside?: ReactNode;
  actions?: ReactNode;
  icon?: ReactNode;
}

/** Where the page is, and what can be done on it. A new page moves focus to its title. */
export function TopBar({ title, crumbs = [], beside, actions, icon }: TopBarProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const { pathname } = useLocation();
  useEffect(() => {
    document.title = `${title} · Aether`;
  }, [title]);
  const focusTitle = useEffectEvent(() => {
    // Only when focus would otherwise be lost with the old page, never out of a field of this one.
    if (document.activeElement === document.body || document.activeElement?.closest('nav') !== null)
      heading.current?.focus({ preventScroll: true });
  });
  useEffect(() => {
    if (pathname !== '') focusTitle();
  }, [pathname]);
  return (
    <header className="flex h-12 shrink-0 items-center gap-2 border-b border-line pr-3 pl-4 max-md:pr-2">
      <div className="flex min-w-0 items-center gap-1.5 font-medium">
        {crumbs.map((crumb) => (
          <Fragment key={crumb.to}>
            <Link to={crumb.to} className="text-ink-2 hover:text-ink">
              {crumb.label}
            </Link>
            <ChevronRight className="icon-s text-ink-3" aria-hidden="true" />
          </Fragment>
        ))}
        {icon}
        <h1 ref={heading} tabIndex={-1} className="truncate font-semibold">
          {title}
        </h1>
        {beside}
      </div>
      <span className="flex-1" />
      {actions}
    </header>
  );
}
