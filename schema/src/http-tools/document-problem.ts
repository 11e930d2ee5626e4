import { cleanText } from '../clean-text.ts';

const MOST_CHARACTERS = 1_000;

/** Why a document cannot be used, on its way out of a reader. It names what others wrote, so it is clean and short. Never leaves this folder. */
export class DocumentProblem extends Error {
  constructor(problem: string) {
    super(cleanText(problem.slice(0, 2 * MOST_CHARACTERS)).slice(0, MOST_CHARACTERS));
  }
}
