interface Dated {
  updatedAt: string;
}

/** `Today`, `Yesterday`, `Earlier`, in the viewer's time zone; empty groups are left out. */
export function groupByDay<Item extends Dated>(items: readonly Item[], now: number): { day: string; items: Item[] }[] {
  const today = new Date(now).toDateString();
  const yesterday = new Date(now - 86_400_000).toDateString();
  const groups = new Map<string, Item[]>([
    ['Today', []],
    ['Yesterday', []],
    ['Earlier', []],
  ]);
  for (const item of items) {
    const day = new Date(item.updatedAt).toDateString();
    groups.get(day === today ? 'Today' : day === yesterday ? 'Yesterday' : 'Earlier')?.push(item);
  }
  return [...groups].filter(([, members]) => members.length > 0).map(([day, members]) => ({ day, items: members }));
}
