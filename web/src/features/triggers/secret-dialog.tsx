import { Button } from '../../ui/button.tsx';
import { CodeView } from '../../ui/code-view.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { curlLine } from './curl-line.ts';
import type { TriggerFacts } from './trigger-document.ts';

interface SecretDialogProps {
  trigger: TriggerFacts;
  secret: string;
  onClose: () => void;
}

/** Address and secret for the sender, once, with a call to try it. */
export function SecretDialog({ trigger, secret, onClose }: SecretDialogProps) {
  const curl = curlLine(trigger, secret);
  return (
    <Dialog
      open
      title="Give these to the sender"
      description="The secret is shown this once. It is stored sealed; a lost one can be replaced."
      actions={
        <Button size={32} variant="primary" onClick={onClose}>
          I have copied them
        </Button>
      }
    >
      <CopyLine label="Address" text={trigger.url} />
      <CopyLine label="Secret" text={secret} />
      <div>
        <div className="mb-1 flex items-center gap-2">
          <span className="flex-1 text-12 font-medium">Try it in a shell</span>
          <CopyButton text={curl} label="Copy command" />
        </div>
        <CodeView text={curl} className="max-h-44" />
      </div>
    </Dialog>
  );
}

export function CopyLine({ label, text }: { label: string; text: string }) {
  return (
    <div>
      <p className="mb-1 text-12 font-medium">{label}</p>
      <div className="flex items-center gap-2 rounded-control border border-line bg-well px-3 py-1.5">
        <code className="min-w-0 flex-1 font-mono text-12 break-all">{text}</code>
        <CopyButton text={text} label={`Copy ${label.toLowerCase()}`} />
      </div>
    </div>
  );
}
