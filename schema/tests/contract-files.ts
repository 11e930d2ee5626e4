import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { SUBGRAPH_NAMES } from '@aether/schema';
import { buildSchema, parse } from 'graphql';
import type { DocumentNode, GraphQLSchema } from 'graphql';

/** The committed files of the contract, as tests read them. */
const folder = fileURLToPath(new URL('..', import.meta.url));

export function readContractFile(path: string): string {
  return readFileSync(`${folder}${path}`, 'utf8');
}

export const subgraphs = SUBGRAPH_NAMES.map((name) => {
  const sdl = readContractFile(`subgraphs/${name}.graphql`);
  return { name, sdl, document: parse(sdl) };
});

export function apiSchema(): GraphQLSchema {
  return buildSchema(readContractFile('api.graphql'));
}

export interface InternalDocument {
  owner: string;
  file: string;
  document: DocumentNode;
}

export function internalDocuments(): InternalDocument[] {
  return readdirSync(`${folder}operations/internal`).flatMap((owner) =>
    readdirSync(`${folder}operations/internal/${owner}`).map((file) => ({
      owner,
      file,
      document: parse(readContractFile(`operations/internal/${owner}/${file}`)),
    })),
  );
}
