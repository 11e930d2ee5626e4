import { TopBar } from '../../ui/top-bar.tsx';
import { NotFound } from './not-found.tsx';

/** An address that leads nowhere; the way to everything else stays. */
export function UnknownPage() {
  return (
    <>
      <TopBar title="Not found" />
      <NotFound />
    </>
  );
}
