import { existsSync, renameSync, rmSync } from 'node:fs';
import type { CodegenConfig } from '@graphql-codegen/cli';
import { addTypenameSelectionDocumentTransform } from '@graphql-codegen/client-preset';

// npm run codegen: types of internal operations per owner, the web's typed documents, and the manifest of trusted documents.
// Reads the emitted SDL only (npm run schema), so no subgraph has to run.

const scalars = {
  ID: 'string',
  Timestamp: 'string',
  NanoUsd: 'number',
  Long: 'number',
  JSON: 'unknown',
  JSONSchema: 'unknown',
};
const shared = { useTypeImports: true, enumsAsTypes: true, defaultScalarType: 'unknown', strictScalars: true, scalars };

const owners = ['identity', 'agents', 'executions', 'memory', 'testing'];

/** An owner's own subgraph, with what is `@inaccessible` to clients. */
function internalOperationsOf(owner: string): CodegenConfig['generates'] {
  return {
    [`schema/src/generated/internal/${owner}/`]: {
      preset: 'client',
      schema: `schema/subgraphs/${owner}.graphql`,
      documents: `schema/operations/internal/${owner}/*.graphql`,
      presetConfig: { fragmentMasking: false, skipIndexFile: true },
      config: { ...shared, importExtension: '.ts' },
    },
  };
}

/** The preset has no option for either: the manifest belongs to the contract, and internal documents have no tagged templates. */
function arrangeFiles(): void {
  const manifest = 'web/src/gql/persisted-documents.json';
  if (existsSync(manifest)) renameSync(manifest, 'schema/trusted-documents.json');
  for (const owner of owners) rmSync(`schema/src/generated/internal/${owner}/gql.ts`, { force: true });
}

const config: CodegenConfig = {
  generates: {
    ...Object.assign({}, ...owners.map(internalOperationsOf)),
    'web/src/gql/': {
      preset: 'client',
      schema: 'schema/api.graphql',
      documents: ['web/src/**/*.{ts,tsx}', '!web/src/gql/**'],
      // The cache asks for __typename everywhere; what it sends must be what was hashed.
      documentTransforms: [addTypenameSelectionDocumentTransform],
      presetConfig: {
        fragmentMasking: { unmaskFunctionName: 'readFragment' },
        persistedDocuments: { hashAlgorithm: 'sha256' },
      },
      config: { ...shared, importExtension: '.ts' },
    },
  },
  ignoreNoDocuments: true,
  hooks: { afterAllFileWrite: arrangeFiles },
};

export default config;
