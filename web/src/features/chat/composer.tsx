import { ArrowUp, Square } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Kbd } from '../../ui/kbd.tsx';

interface ComposerProps {
  placeholder: string;
  answering: boolean;
  stopping: boolean;
  sending: boolean;
  problem: string | null;
  /** Why nothing can be asked now. */
  blocked: string | null;
  /** True when the message was taken; else it comes back into the field. */
  onSend: (text: string) => Promise<boolean>;
  onStop: () => void;
}

/** Where a message is written. While an answer is under way its button stops it, and what is typed waits. */
export function Composer({
  placeholder,
  answering,
  stopping,
  sending,
  problem,
  blocked,
  onSend,
  onStop,
}: ComposerProps) {
  const [text, setText] = useState('');
  const [refused, setRefused] = useState<string | null>(null);
  const shown = blocked === null ? problem : refused;
  const send = async (): Promise<void> => {
    if (text.trim() === '' || answering || sending) return;
    setRefused(blocked);
    if (blocked !== null) return;
    setText('');
    // A message that was not taken comes back, unless another one has been begun.
    if (!(await onSend(text.trim()))) setText((now) => (now === '' ? text : now));
  };
  return (
    <form
      className="mx-auto w-full max-w-170 shrink-0 px-6 pt-2 pb-4 max-md:px-3 max-md:pb-2"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {shown === null ? null : (
        <p role="alert" className="mb-2 text-error">
          {shown}
        </p>
      )}
      <div className="rounded-card border border-edge bg-raised py-2 pr-2 pl-3 focus-within:border-link focus-within:shadow-[0_0_0_1px_var(--link)]">
        <textarea
          aria-label="Message"
          rows={1}
          value={text}
          placeholder={placeholder}
          className="mb-1 block max-h-48 w-full resize-none bg-transparent py-0.5 text-14 outline-none [field-sizing:content] max-md:text-16"
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && answering) onStop();
            if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
            event.preventDefault();
            void send();
          }}
        />
        <div className="flex items-center gap-2">
          <span className="flex-1 text-12 text-ink-3 max-md:hidden">
            {answering ? 'Next message waits until this answer ends' : 'Enter sends, Shift Enter makes a line'}
          </span>
          <span className="flex-1 md:hidden" />
          {answering ? (
            <Button busy={stopping} onClick={onStop}>
              <Square className="icon-s" aria-hidden="true" />
              Stop
              <Kbd>Esc</Kbd>
            </Button>
          ) : (
            <Button variant="primary" type="submit" busy={sending} disabledReason={blocked} aria-label="Send">
              <ArrowUp className="icon" aria-hidden="true" />
            </Button>
          )}
        </div>
      </div>
    </form>
  );
}
