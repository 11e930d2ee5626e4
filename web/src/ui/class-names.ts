import { clsx, type ClassValue } from 'clsx';
import { extendTailwindMerge } from 'tailwind-merge';

const merge = extendTailwindMerge({
  extend: {
    classGroups: {
      'font-size': [{ text: ['12', '13', '14', '16', '20', '28'] }],
      rounded: [{ rounded: ['tag', 'control', 'card', 'dialog'] }],
    },
  },
});

/** Joins class names; of two that contradict each other the later wins. */
export function classNames(...values: ClassValue[]): string {
  return merge(clsx(values));
}
