import { timeAgo } from '../../format/time-ago.ts';
import { classNames } from '../../ui/class-names.ts';
import { AgentIcon } from '../agents/agent-kind.tsx';
import { Evidence } from './evidence.tsx';
import type { ListingCard } from './market-document.ts';
import { StarFigure } from './stars.tsx';

/** Who offers it, which version, since when: `Jonas, Returns · v9, 3 days ago`. */
export function originLine({ agent, department, version, updatedAt }: ListingCard, now: number): string {
  const who = [agent.owner?.name, department?.name].filter(Boolean).join(', ');
  return [who, `v${version.number}, ${timeAgo(updatedAt, now)}`].filter((part) => part !== '').join(' · ');
}

interface ListingRowProps {
  listing: ListingCard;
  chosen: boolean;
  now: number;
  onChoose: () => void;
}

/** One agent of the marketplace with its evidence; choosing it opens the pane. */
export function ListingRow({ listing, chosen, now, onChoose }: ListingRowProps) {
  const { agent } = listing;
  return (
    <li>
      <article
        className={classNames(
          'relative border-b border-line px-4 py-3',
          chosen
            ? "bg-accent-soft before:absolute before:inset-y-0 before:left-0 before:w-0.5 before:bg-link before:content-['']"
            : 'hover:bg-hover',
        )}
        aria-current={chosen ? 'true' : undefined}
      >
        <div className="flex items-center gap-2">
          <span className="grid size-8 shrink-0 place-items-center rounded-control bg-accent-soft">
            <AgentIcon kind={agent.kind} />
          </span>
          <div className="min-w-0 flex-1">
            <h2 className="truncate font-semibold">
              <button
                type="button"
                onClick={onChoose}
                className="max-w-full truncate text-left before:absolute before:inset-0 before:content-['']"
              >
                {agent.name}
              </button>
            </h2>
            <p className="truncate text-12 text-ink-3">{originLine(listing, now)}</p>
          </div>
          <StarFigure average={listing.averageStars} people={listing.ratingCount} />
        </div>
        <p className="mt-1.5 line-clamp-2 text-ink-2">{listing.summary}</p>
        <Evidence listing={listing} />
      </article>
    </li>
  );
}
