import { testId, testViewer } from '@aether/test-support';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RATE, colleagueOf, listing, offer, tellEnded } from './market-calls.ts';
import { type RunningAgents, startAgents } from './start-agents.ts';

/** Runs are learned from the outbox, after they ended. */
const LEARNED = { timeout: 15_000 };

let agents: RunningAgents;
beforeAll(async () => {
  agents = await startAgents();
});
afterAll(() => agents[Symbol.asyncDispose]());

async function rate(viewer: ReturnType<typeof testViewer>, listingId: string, stars: number, text?: string) {
  const { data, errors } = await agents.run(viewer, RATE, { input: { listingId, stars, text } });
  return { ...data?.rateListing, errors };
}
const reasonOf = async (viewer: ReturnType<typeof testViewer>, id: string) =>
  (await listing(agents, viewer, id)).viewerActions.find(({ name }: { name: string }) => name === 'rateListing').reason;

describe('rateListing', () => {
  test('is refused without use, with how many runs are missing', async () => {
    const owner = testViewer();
    const { agent, listing: made } = await offer(agents, owner);
    const colleague = await colleagueOf(agents, owner);
    const refused = await rate(colleague, made.id, 5);
    expect(refused.userErrors).toMatchObject([{ code: 'RATING_NEEDS_USE' }]);
    expect(refused.userErrors[0].message).toContain('3 are missing');
    await tellEnded(agents, colleague, agent.id, [{}, { status: 'CANCELLED' }, { status: 'FAILED' }]);
    await expect.poll(() => reasonOf(colleague, made.id), LEARNED).toContain('1 is missing');
    expect((await rate(colleague, made.id, 5)).userErrors).toMatchObject([{ code: 'RATING_NEEDS_USE' }]);
  });

  test('counts a run that is told twice once, and runs of others not at all', async () => {
    const owner = testViewer();
    const { agent, listing: made } = await offer(agents, owner);
    const colleague = await colleagueOf(agents, owner);
    const id = testId('exe');
    await tellEnded(agents, owner, agent.id, [{}, {}, {}]);
    await tellEnded(agents, colleague, agent.id, [{ id }, { id }]);
    await tellEnded(agents, colleague, agent.id, [{ id }]);
    await expect.poll(() => reasonOf(colleague, made.id), LEARNED).toContain('2 are missing');
  });

  test('keeps one rating per person, which can be changed', async () => {
    const owner = testViewer();
    const { agent, listing: made } = await offer(agents, owner);
    const [first, second] = [await colleagueOf(agents, owner), await colleagueOf(agents, owner)];
    for (const person of [first, second]) {
      await tellEnded(agents, person, agent.id, [{}, {}, {}]);
      await expect.poll(() => reasonOf(person, made.id), LEARNED).toBeNull();
    }
    await rate(first, made.id, 2, 'Slow.');
    await rate(second, made.id, 4);
    const { listing: changed } = await rate(first, made.id, 5, 'Quick now.');
    expect(changed).toMatchObject({
      ratingCount: 2,
      averageStars: 4.5,
      viewerRating: { stars: 5, text: 'Quick now.' },
    });
    expect(changed.ratings.edges.map(({ node }: { node: { stars: number } }) => node.stars)).toEqual([5, 4]);
  });

  test('takes 1 to 5 stars, and nothing for one’s own agent', async () => {
    const owner = testViewer();
    const { agent, listing: made } = await offer(agents, owner);
    const colleague = await colleagueOf(agents, owner);
    expect((await rate(colleague, made.id, 6)).userErrors).toMatchObject([{ path: ['stars'] }]);
    await tellEnded(agents, owner, agent.id, [{}, {}, {}]);
    expect((await rate(owner, made.id, 5)).errors[0].extensions.code).toBe('FORBIDDEN');
    expect(await reasonOf(owner, made.id)).toBe('It is your own agent.');
  });
});

describe('replyToRating', () => {
  const REPLY =
    'mutation ($input: ReplyToRatingInput!) { replyToRating(input: $input) { rating { reply } userErrors { code } } }';

  test('is the owner’s, and nobody else’s', async () => {
    const owner = testViewer();
    const { agent, listing: made } = await offer(agents, owner);
    const colleague = await colleagueOf(agents, owner);
    await tellEnded(agents, colleague, agent.id, [{}, {}, {}]);
    await expect.poll(() => reasonOf(colleague, made.id), LEARNED).toBeNull();
    const { listing: rated } = await rate(colleague, made.id, 3, 'Fair.');
    const input = { ratingId: rated.viewerRating.id, text: 'Better since today.' };
    const foreign = await agents.run(colleague, REPLY, { input });
    expect(foreign.errors[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
    const { data } = await agents.run(owner, REPLY, { input });
    expect(data.replyToRating.rating).toEqual({ reply: 'Better since today.' });
    const stranger = await agents.run(testViewer(), REPLY, { input });
    expect(stranger.errors[0]?.extensions).toMatchObject({ code: 'NOT_FOUND' });
  });
});
