import { Search } from 'lucide-react';
import { useState } from 'react';
import { classNames } from '../../ui/class-names.ts';
import { Input } from '../../ui/input.tsx';
import { Tag } from '../../ui/tag.tsx';
import type { ServerOffer } from './tools-document.ts';

interface OfferGalleryProps {
  /** Undefined = not there yet. */
  offers: readonly ServerOffer[] | undefined;
  problem: string | null;
  chosen: string;
  onChoose: (offer: ServerOffer) => void;
}

/** The tool servers that are known by name: what they do, where they run, and why one cannot run here. */
export function OfferGallery({ offers, problem, chosen, onChoose }: OfferGalleryProps) {
  const [search, setSearch] = useState('');
  const words = search.toLowerCase().split(/\s+/);
  const found = offers?.filter(({ name, description }) =>
    words.every((word) => `${name} ${description}`.toLowerCase().includes(word)),
  );
  return (
    <div className="flex flex-col gap-2">
      <Input
        aria-label="Search the catalog"
        placeholder="Search the catalog"
        before={<Search className="icon-s text-ink-3" aria-hidden="true" />}
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      <div
        role="radiogroup"
        aria-label="Catalog"
        aria-busy={offers === undefined && problem === null}
        className="flex max-h-60 flex-col overflow-auto rounded-control border border-line"
      >
        {problem === null ? null : (
          <p role="alert" className="p-2.5 text-error">
            {problem}
          </p>
        )}
        {offers === undefined && problem === null ? <p className="p-2.5 text-ink-3">Loading the catalog</p> : null}
        {found?.length === 0 ? <p className="p-2.5 text-ink-2">Nothing in the catalog fits.</p> : null}
        {found?.map((offer) => (
          <button
            key={offer.slug}
            type="button"
            role="radio"
            aria-checked={offer.slug === chosen}
            disabled={offer.unavailableReason !== null}
            onClick={() => onChoose(offer)}
            className={classNames(
              'flex flex-col items-start gap-0.5 border-b border-line px-2.5 py-2 text-left last:border-b-0 enabled:hover:bg-hover',
              offer.slug === chosen && 'bg-accent-soft',
            )}
          >
            <span className="flex flex-wrap items-center gap-2">
              <span className={classNames('font-medium', offer.unavailableReason !== null && 'text-ink-3')}>
                {offer.name}
              </span>
              <Tag>{offer.transport === 'STDIO' ? 'Program' : 'Hosted'}</Tag>
              {offer.connected ? <Tag tone="success">Connected</Tag> : null}
            </span>
            <span className="text-12 text-ink-2">{offer.description}</span>
            {offer.unavailableReason === null ? null : (
              <span className="text-12 text-ink-3">{offer.unavailableReason}</span>
            )}
          </button>
        ))}
      </div>
    </div>
  );
}
