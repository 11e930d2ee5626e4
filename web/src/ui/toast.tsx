import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { create } from 'zustand';
import { IconButton } from './icon-button.tsx';
import { StatusMark } from './status-mark.tsx';

interface ToastOptions {
  description?: string;
}

interface ToastItem extends ToastOptions {
  id: number;
  kind: 'success' | 'error';
  title: string;
}

const MOST_SHOWN = 3;
const LIFETIME_MS = { success: 5_000, error: 12_000 } as const;

const useToasts = create<{ items: readonly ToastItem[]; next: number }>(() => ({ items: [], next: 1 }));

/** Says that something happened elsewhere than where the person looks. Errors carry their request id. */
export const toast = {
  success(title: string, options: ToastOptions = {}): void {
    add('success', title, options);
  },
  error(title: string, options: ToastOptions = {}): void {
    add('error', title, options);
  },
};

function add(kind: ToastItem['kind'], title: string, options: ToastOptions): void {
  useToasts.setState(({ items, next }) => ({
    items: [...items, { ...options, id: next, kind, title }].slice(-MOST_SHOWN),
    next: next + 1,
  }));
}

function dismiss(id: number): void {
  useToasts.setState(({ items }) => ({ items: items.filter((item) => item.id !== id) }));
}

/** Where toasts appear. The region is always there, so that screen readers hear what is added to it. */
export function ToastRegion() {
  const { items } = useToasts();
  return (
    <section
      aria-label="Notifications"
      aria-live="polite"
      className="pointer-events-none fixed right-4 bottom-4 z-50 flex w-[min(344px,calc(100vw-32px))] flex-col gap-2 max-md:bottom-20"
    >
      {items.map((item) => (
        <ToastCard key={item.id} item={item} />
      ))}
    </section>
  );
}

function ToastCard({ item }: { item: ToastItem }) {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => dismiss(item.id), LIFETIME_MS[item.kind]);
    return () => clearTimeout(timer);
  }, [held, item.id, item.kind]);
  return (
    <div
      role={item.kind === 'error' ? 'alert' : 'status'}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      className="pointer-events-auto flex items-start gap-2 rounded-card border border-line-2 bg-raised p-3 shadow-float"
    >
      <StatusMark
        shape={item.kind === 'error' ? 'failed' : 'succeeded'}
        className={item.kind === 'error' ? 'mt-0.5 text-error' : 'mt-0.5 text-success'}
      />
      <div className="min-w-0 flex-1">
        <p className="font-medium">{item.title}</p>
        {item.description === undefined ? null : <p className="text-12 break-words text-ink-2">{item.description}</p>}
      </div>
      <IconButton
        size={24}
        label="Dismiss"
        icon={<X className="icon-s" aria-hidden="true" />}
        onClick={() => dismiss(item.id)}
      />
    </div>
  );
}
