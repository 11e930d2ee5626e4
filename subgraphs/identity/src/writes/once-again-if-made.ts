import { isConstraintViolation } from '@aether/common/graph';

/** A person may store two own accounts at a server in one moment: who comes second takes the place of the first. */
export async function onceAgainIfMade<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!isConstraintViolation(error)) throw error;
    return work();
  }
}
