import { useCallback, useEffect, useMemo } from 'react';
import { useClient } from 'urql';
import { eventsClient } from '../../graphql/client.ts';
import { useStore } from '../../ui/store.ts';
import { ComparisonFeed, type LiveComparison } from './comparison-feed.ts';

/** A comparison as it is now, and as it goes on. `reload` reads it again from the start. */
export function useComparison(id: string): LiveComparison & { reload: () => void } {
  const client = useClient();
  const feed = useMemo(() => new ComparisonFeed(client, eventsClient, id), [client, id]);
  useEffect(() => feed.start(), [feed]);
  const state = useStore(feed);
  const reload = useCallback(() => void feed.start(), [feed]);
  return { ...state, reload };
}
