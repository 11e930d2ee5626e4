import { type Figure, percentile } from '@aether/test-support';
import { CALLERS, type EndpointLoad, type EndpointResult, GRACE_SECONDS } from './measure-endpoint.ts';

export interface Compared {
  readonly name: string;
  readonly note: string;
  readonly result: EndpointResult;
}

export interface Comparison {
  readonly load: EndpointLoad;
  /** On which every gateway ran alone; null = on all. */
  readonly core: number | null;
  /** The upstream asked directly. */
  readonly reference: EndpointResult;
  /** Ours first. */
  readonly compared: readonly Compared[];
}

/** One row for each gateway under each figure, so that they stand beside each other. */
export function comparisonFigures({ load, core, reference, compared }: Comparison): readonly Figure[] {
  const place = core === null ? 'not bound to a processor core' : 'bound to the same processor core';
  const shared =
    'Gateways beside each other: the same upstream, requests and connections; one after the other, each alone in processes ' +
    `${place}. Latencies are of requests that were answered.`;
  const [ours] = compared;
  const rows = (
    name: string,
    unit: string,
    valueOf: (result: EndpointResult) => number | null,
    referenceOf: (compared: Compared) => Figure['reference'],
  ): Figure[] =>
    compared.flatMap((each) => {
      const value = valueOf(each.result);
      const against = referenceOf(each);
      if (value === null || Number.isNaN(value)) return [];
      return [
        {
          name: `${each.name}: ${name}`,
          value,
          unit,
          notes: [shared, each.note],
          ...(against === undefined ? {} : { reference: against }),
        },
      ];
    });
  const added = (name: string, sortedOf: (result: EndpointResult) => readonly number[], share: number): Figure[] => {
    const direct = percentile(sortedOf(reference), share);
    return rows(
      `${name}, p${share * 100}`,
      'ms',
      (result) => percentile(sortedOf(result), share) - direct,
      () => ({ name: 'direct', value: direct }),
    );
  };
  const besideOurs = (valueOf: (result: EndpointResult) => number | null) => (each: Compared) => {
    const value = ours === undefined || each === ours ? null : valueOf(ours.result);
    return value === null ? undefined : { name: 'Aether', value };
  };
  const count = (name: string, valueOf: (result: EndpointResult) => number | null): Figure[] =>
    rows(name, '', valueOf, () => ({ name: 'direct', value: valueOf(reference) ?? 0 }));

  const { lowRate, highRate, streams } = load;
  return [
    ...added(`added latency at ${highRate} requests/s`, ({ high }) => high.sorted, 0.5),
    ...added(`added latency at ${highRate} requests/s`, ({ high }) => high.sorted, 0.99),
    ...count(`answered of ${reference.high.sent}, ${GRACE_SECONDS} s after the last`, ({ high }) => high.sorted.length),
    ...added(`added latency at ${lowRate} requests/s`, ({ low }) => low.sorted, 0.5),
    ...added(`added latency at ${lowRate} requests/s`, ({ low }) => low.sorted, 0.99),
    ...rows(
      `requests/s of ${CALLERS} callers`,
      '',
      ({ perSecond }) => perSecond,
      besideOurs(({ perSecond }) => perSecond),
    ),
    ...rows(
      'processor time per request',
      'ms',
      ({ processorMs }) => processorMs,
      besideOurs(({ processorMs }) => processorMs),
    ),
    ...added('added per chunk of a stream', ({ lags }) => lags, 0.5),
    ...count(`whole streams of ${streams} at once`, ({ wholeStreams }) => wholeStreams),
  ];
}
