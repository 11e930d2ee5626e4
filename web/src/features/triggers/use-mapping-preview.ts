import { useEffect, useState } from 'react';
import { useQuery } from 'urql';
import { PreviewMappingDocument } from './delivery-document.ts';

const PAUSE_MS = 400;

/** What the expressions, as typed, would make of a delivery; asked when the typing pauses. */
export function useMappingPreview(
  triggerId: string,
  deliveryId: string | null,
  mapping: Readonly<Record<string, string>>,
  filter: string,
) {
  const typed = JSON.stringify({ mapping, filter });
  const [settled, setSettled] = useState(typed);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(typed), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  const asked = JSON.parse(settled) as { mapping: Record<string, string>; filter: string };
  const [{ data, error, fetching }] = useQuery({
    query: PreviewMappingDocument,
    variables: { triggerId, deliveryId: deliveryId ?? '', mapping: asked.mapping, filter: asked.filter || null },
    pause: deliveryId === null,
    requestPolicy: 'network-only',
  });
  return { preview: data?.previewMapping ?? null, error, stale: fetching || settled !== typed };
}
