import { Link } from '@tanstack/react-router';
import { buttonClasses } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';

/** An unknown address, and the same words for an object that does not exist or that the viewer may not see. */
export function NotFound({ what = 'page' }: { what?: string }) {
  return (
    <div className="mx-auto w-full max-w-lg pt-12">
      <Empty
        title={`This ${what} does not exist, or you have no access to it`}
        actions={
          <Link to="/" className={buttonClasses({ variant: 'secondary' })}>
            Go to Home
          </Link>
        }
      >
        The address may be wrong, or it was deleted. If somebody sent you the link, ask them to share it with you.
      </Empty>
    </div>
  );
}
