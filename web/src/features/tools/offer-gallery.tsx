import { Search, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Input } from '../../ui/input.tsx';
import { Tag } from '../../ui/tag.tsx';
import type { ServerOffer } from './tools-document.ts';

interface OfferGalleryProps {
  /** Undefined = not there yet. */
  offers: readonly ServerOffer[] | undefined;
  /** There are others that fit. */
  hasMore: boolean;
  problem: string | null;
  search: string;
  chosen: string;
  onSearch: (search: string) => void;
  onChoose: (offer: ServerOffer) => void;
  onRemove: (offer: ServerOffer) => void;
}

/** The tool servers that are known by name: what they do, where they run, and why one cannot run here. */
export function OfferGallery(props: OfferGalleryProps) {
  const { offers, hasMore, problem, search, chosen, onSearch, onChoose, onRemove } = props;
  /** Slug of what is about to be removed. */
  const [removing, setRemoving] = useState<string | null>(null);
  return (
    <div className="flex flex-col gap-2">
      <Input
        aria-label="Search the catalog"
        placeholder="Search the catalog"
        before={<Search className="icon-s text-ink-3" aria-hidden="true" />}
        value={search}
        onChange={(event) => onSearch(event.target.value)}
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
        {offers?.length === 0 ? <p className="p-2.5 text-ink-2">Nothing in the catalog fits.</p> : null}
        {offers?.map((offer) => (
          <div key={offer.slug} className="flex items-start border-b border-line last:border-b-0">
            <button
              type="button"
              role="radio"
              aria-checked={offer.slug === chosen}
              disabled={offer.unavailableReason !== null}
              onClick={() => onChoose(offer)}
              className={classNames(
                'flex min-w-0 flex-1 flex-col items-start gap-0.5 px-2.5 py-2 text-left enabled:hover:bg-hover',
                offer.slug === chosen && 'bg-accent-soft',
              )}
            >
              <span className="flex flex-wrap items-center gap-2">
                <span className={classNames('font-medium', offer.unavailableReason !== null && 'text-ink-3')}>
                  {offer.name}
                </span>
                <Tag>{offer.transport === 'STDIO' ? 'Program' : 'Hosted'}</Tag>
                {offer.imported ? <Tag>{`Imported ${offer.version ?? ''}`.trim()}</Tag> : null}
                {offer.connected ? <Tag tone="success">Connected</Tag> : null}
              </span>
              <span className="text-12 text-ink-2">{offer.description}</span>
              {offer.unavailableReason === null ? null : (
                <span className="text-12 text-ink-3">{offer.unavailableReason}</span>
              )}
            </button>
            {!offer.imported ? null : removing === offer.slug ? (
              <span role="group" aria-label={`Remove ${offer.name}?`} className="m-1.5 flex items-center gap-1.5">
                <Button
                  size={28}
                  onClick={() => {
                    setRemoving(null);
                    onRemove(offer);
                  }}
                >
                  Remove
                </Button>
                <Button size={28} onClick={() => setRemoving(null)}>
                  Keep
                </Button>
              </span>
            ) : (
              <IconButton
                className="m-1.5"
                label={`Remove ${offer.name} from the catalog`}
                icon={<Trash2 className="icon-s" />}
                onClick={() => setRemoving(offer.slug)}
              />
            )}
          </div>
        ))}
        {hasMore ? <p className="p-2.5 text-ink-3">More fit; search for one by its name.</p> : null}
      </div>
    </div>
  );
}
