import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { NAVIGATION } from './navigation.ts';

const CHORD_MS = 1_000;

/** `g` then a letter opens a page. Letters count only outside of fields. */
export function useNavigationKeys(): void {
  const navigate = useNavigate();
  useEffect(() => {
    let armedUntil = 0;
    const onKey = (event: KeyboardEvent): void => {
      if (event.metaKey || event.ctrlKey || event.altKey || isEditable(event.target)) return;
      if (event.key === 'g') {
        armedUntil = event.timeStamp + CHORD_MS;
        return;
      }
      const page = event.timeStamp < armedUntil ? NAVIGATION.find(({ key }) => key === event.key) : undefined;
      armedUntil = 0;
      if (page !== undefined) void navigate({ to: page.to });
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [navigate]);
}

function isEditable(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
  );
}
