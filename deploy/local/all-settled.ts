/**
 * The results of work that goes on side by side, when all of it has ended.
 * @throws the first failure, and not before the rest has ended: nothing goes on behind the back of who cleans up
 */
export async function allSettled<const Work extends readonly Promise<unknown>[]>(
  work: Work,
): Promise<{ -readonly [Index in keyof Work]: Awaited<Work[Index]> }> {
  await Promise.allSettled(work);
  return Promise.all(work);
}
