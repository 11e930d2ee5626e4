interface Candidate {
  readonly builtIn: boolean;
  readonly status: string;
  readonly unpriced: boolean;
}

/** The language model that an agent begins with: one that answers before one of which that is not known, then one with a price. None that is down. */
export function preferredModel<Model extends Candidate>(models: readonly Model[]): Model | undefined {
  const rank = ({ status, unpriced }: Candidate): number => (status === 'HEALTHY' ? 0 : 2) + (unpriced ? 1 : 0);
  return models
    .filter(({ builtIn, status }) => !builtIn && status !== 'DOWN')
    .toSorted((left, right) => rank(left) - rank(right))[0];
}
