import { useState } from 'react';
import { useMutation } from 'urql';
import { problemLine } from '../../graphql/problem.ts';
import { Button } from '../../ui/button.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { toast } from '../../ui/toast.tsx';
import { ReplyDocument } from './market-document.ts';

/** The owner's answer to one review; a new one replaces the old one. */
export function ReplyForm({ ratingId, replied }: { ratingId: string; replied: boolean }) {
  const [, reply] = useMutation(ReplyDocument);
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  if (!open)
    return (
      <p className="mt-1.5">
        <Button size={24} onClick={() => setOpen(true)}>
          {replied ? 'Change reply' : 'Reply'}
        </Button>
      </p>
    );
  const submit = async (): Promise<void> => {
    setBusy(true);
    const { data, error } = await reply({ input: { ratingId, text } });
    setBusy(false);
    const problem = error === undefined ? data?.replyToRating.userErrors[0]?.message : problemLine(error);
    if (problem === undefined) setOpen(false);
    else toast.error('The reply was not saved', { description: problem });
  };
  return (
    <form
      aria-label="Reply"
      className="mt-1.5 flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <TextArea
        rows={2}
        maxLength={2000}
        aria-label="Your reply"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <p className="flex gap-2">
        <Button
          size={24}
          type="submit"
          busy={busy}
          disabledReason={text.trim() === '' ? 'Write something first.' : null}
        >
          Send reply
        </Button>
        <Button size={24} variant="ghost" onClick={() => setOpen(false)}>
          Cancel
        </Button>
      </p>
    </form>
  );
}
