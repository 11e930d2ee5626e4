import { CircleAlert } from 'lucide-react';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';

interface RefusedRequestProps {
  error: { message: string; hint?: string | null };
  /** Where the app hears of it; only a person goes there, so that no link of ours leads elsewhere by itself. */
  returnUrl: string | null;
}

/** An app that asked in a wrong way: what is wrong, and the way back where there is a safe one. */
export function RefusedRequest({ error, returnUrl }: RefusedRequestProps) {
  return (
    <>
      <Banner tone="error" icon={<CircleAlert className="icon" aria-hidden="true" />}>
        {error.message} {error.hint}
      </Banner>
      {returnUrl === null ? null : (
        <div className="flex justify-end">
          <Button size={32} onClick={() => location.assign(returnUrl)}>
            Back to the app
          </Button>
        </div>
      )}
    </>
  );
}
