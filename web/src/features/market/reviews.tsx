import { useState } from 'react';
import { useMutation } from 'urql';
import { timeAgo } from '../../format/time-ago.ts';
import { problemLine } from '../../graphql/problem.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { toast } from '../../ui/toast.tsx';
import { useNow } from '../../ui/use-now.ts';
import { actionReason } from '../agents/action-reason.ts';
import { type ListingDetail, RateDocument } from './market-document.ts';
import { ReplyForm } from './reply-form.tsx';
import { StarChoice, Stars } from './stars.tsx';

/** What people who have used the agent say of it, and the viewer's own rating. */
export function Reviews({ listing }: { listing: ListingDetail }) {
  const now = useNow(60_000);
  const ratings = listing.ratings.edges.map(({ node }) => node);
  const mayReply = actionReason(listing.viewerActions, 'replyToRating') === null;
  return (
    <div className="min-h-0 flex-1 overflow-auto">
      <OwnRating key={listing.viewerRating?.id} listing={listing} />
      {ratings.length === 0 ? (
        <Empty title="No reviews yet">Three finished runs of your own, and you can write the first one.</Empty>
      ) : (
        <ol aria-label="Reviews">
          {ratings.map((rating) => (
            <li key={rating.id} className="border-b border-line px-4 py-3">
              <p className="flex items-center gap-2">
                <Avatar name={rating.user?.name ?? '?'} />
                <span className="font-medium">{rating.user?.name ?? 'Somebody'}</span>
                <Stars stars={rating.stars} />
                <span className="flex-1" />
                <span className="text-12 text-ink-3">{timeAgo(rating.updatedAt, now)}</span>
              </p>
              {rating.text ? <p className="mt-1 whitespace-pre-line text-ink-2">{rating.text}</p> : null}
              {rating.reply ? (
                <p className="mt-1.5 border-l-2 border-line pl-3 whitespace-pre-line text-ink-2">
                  <b className="font-semibold">The owner:</b> {rating.reply}
                </p>
              ) : null}
              {mayReply ? <ReplyForm ratingId={rating.id} replied={Boolean(rating.reply)} /> : null}
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}

function OwnRating({ listing }: { listing: ListingDetail }) {
  const [, rate] = useMutation(RateDocument);
  const [stars, setStars] = useState(listing.viewerRating?.stars ?? 0);
  const [text, setText] = useState(listing.viewerRating?.text ?? '');
  const [busy, setBusy] = useState(false);
  const reason = actionReason(listing.viewerActions, 'rateListing');
  if (reason !== null) return <p className="border-b border-line px-4 py-3 text-ink-2">{reason}</p>;
  const submit = async (): Promise<void> => {
    setBusy(true);
    const { data, error } = await rate({ input: { listingId: listing.id, stars, text: text.trim() || null } });
    setBusy(false);
    const problem = error === undefined ? data?.rateListing.userErrors[0]?.message : problemLine(error);
    if (problem === undefined) toast.success('Your rating is saved');
    else toast.error('The rating was not saved', { description: problem });
  };
  return (
    <form
      aria-label="Your rating"
      className="flex flex-col gap-2 border-b border-line px-4 py-3"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <StarChoice value={stars} onChange={setStars} />
      <TextArea
        rows={2}
        maxLength={2000}
        aria-label="What should others know?"
        placeholder="What should others know?"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <p>
        <Button type="submit" busy={busy} disabledReason={stars === 0 ? 'Choose one to five stars.' : null}>
          {listing.viewerRating ? 'Change my rating' : 'Rate'}
        </Button>
      </p>
    </form>
  );
}
