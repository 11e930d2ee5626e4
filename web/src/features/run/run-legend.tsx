import { Kbd } from '../../ui/kbd.tsx';

const bar = 'h-2 w-4 rounded-[2px]';

/** What the bars mean, and the keys of the grid. */
export function RunLegend() {
  return (
    <footer className="flex h-8 shrink-0 items-center gap-4 overflow-hidden border-t border-line px-4 text-12 whitespace-nowrap text-ink-3 max-md:hidden">
      <Entry look={`${bar} bg-ink-2`} label="Critical path" />
      <Entry look={`${bar} bg-line-2`} label="Off the critical path" />
      <Entry look={`${bar} bar-earlier text-ink-2`} label="Earlier try" />
      <span className="flex-1" />
      <span className="inline-flex items-center gap-1.5">
        <Kbd>↑</Kbd>
        <Kbd>↓</Kbd>
        walk
      </span>
      <span className="inline-flex items-center gap-1.5">
        <Kbd>e</Kbd>
        next error
      </span>
    </footer>
  );
}

function Entry({ look, label }: { look: string; label: string }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <span className={look} aria-hidden="true" />
      {label}
    </span>
  );
}
