/** Says what is skipped and how to get it. With CI=true a tool that is missing is a failure instead. Answers false. */
export function skipLoudly(what: string, why: string): false {
  if (process.env['CI'] === 'true') throw new Error(`${why} With CI=true nothing may be skipped.`);
  console.warn(`SKIPPED: ${what}. ${why}`);
  return false;
}
