import { cloneElement, useEffect, useId, useState, type FocusEvent, type PointerEvent, type ReactElement } from 'react';
import { createPortal } from 'react-dom';

const DELAY_MS = 300;
const GAP_PX = 6;
const EDGE_PX = 80;

/**
 * A short explanation on hover and focus; Escape hides it. It never holds the only way to learn something essential.
 * Our own because it is on every page: the library's brings its positioning engine into the first load.
 */
export function Tooltip({ text, children }: { text: string; children: ReactElement<Record<string, unknown>> }) {
  const id = useId();
  const [wanted, setWanted] = useState<{ target: Element; delay: number } | null>(null);
  const [shown, setShown] = useState<Element | null>(null);
  const visible = wanted !== null && shown === wanted.target;

  useEffect(() => {
    if (wanted === null) return;
    const hide = (): void => setWanted(null);
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') hide();
    };
    const timer = setTimeout(() => setShown(wanted.target), wanted.delay);
    document.addEventListener('keydown', onKey);
    document.addEventListener('scroll', hide, { capture: true });
    return () => {
      clearTimeout(timer);
      setShown(null);
      document.removeEventListener('keydown', onKey);
      document.removeEventListener('scroll', hide, { capture: true });
    };
  }, [wanted]);

  const trigger = cloneElement(children, {
    onPointerEnter: (event: PointerEvent) =>
      event.pointerType === 'touch' ? undefined : setWanted({ target: event.currentTarget, delay: DELAY_MS }),
    onPointerLeave: () => setWanted(null),
    onFocus: (event: FocusEvent) =>
      event.currentTarget.matches(':focus-visible') ? setWanted({ target: event.currentTarget, delay: 0 }) : undefined,
    onBlur: () => setWanted(null),
    'aria-describedby': visible ? id : children.props['aria-describedby'],
  });
  return (
    <>
      {trigger}
      {visible ? createPortal(<Bubble id={id} text={text} target={wanted.target} />, document.body) : null}
    </>
  );
}

function Bubble({ id, text, target }: { id: string; text: string; target: Element }) {
  const box = target.getBoundingClientRect();
  const above = box.bottom + 64 > innerHeight;
  const left = Math.min(Math.max(box.left + box.width / 2, EDGE_PX), innerWidth - EDGE_PX);
  return (
    <div
      id={id}
      role="tooltip"
      className={`pointer-events-none fixed z-50 w-max max-w-72 -translate-x-1/2 rounded-control border border-line-2 bg-raised px-2 py-1 text-12 text-ink-2 shadow-float ${above ? '-translate-y-full' : ''}`}
      style={{ left, top: above ? box.top - GAP_PX : box.bottom + GAP_PX }}
    >
      {text}
    </div>
  );
}
