import type { ServerJson } from './server-json.ts';

/** Why a description may not be kept, as the end of a sentence: it holds a secret, which is for the vault; null = it holds none that says so. */
export function secretProblem({ packages, remotes }: ServerJson): string | null {
  const inputs = [
    ...packages.flatMap(({ packageArguments, environmentVariables }) => [
      ...packageArguments.map((argument) => ({
        ...argument,
        name: 'name' in argument ? argument.name : 'an argument',
      })),
      ...environmentVariables,
    ]),
    ...remotes.flatMap(({ headers }) => headers),
  ];
  const told = inputs.find(({ isSecret, value, default: standard }) => isSecret && (value ?? standard) !== undefined);
  return told === undefined
    ? null
    : `its description holds the secret of ${told.name}; take it out, and store it as a credential`;
}
