import type { IntelligenceContext } from './context.ts';
import { type Expertise, expertiseOf } from './expertise.ts';

/** What a person states and has made; people of a list take one statement. Null = nobody signed in, no such person, or one who did not agree to be named. */
export async function loadExpertise(
  context: IntelligenceContext,
  userId: string,
): Promise<readonly Expertise[] | null> {
  const { viewer, parts } = context;
  if (viewer === null) return null;
  const loader = context.loaders.loader<string, readonly Expertise[] | null>('expertise', async (ids) => {
    const people = await parts.expertise.ofPeople(viewer, ids);
    const byId = new Map(people.map((person) => [person.userId, expertiseOf(person)]));
    return ids.map((id) => byId.get(id) ?? null);
  });
  return loader.load(userId);
}
