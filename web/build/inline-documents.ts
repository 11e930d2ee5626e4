import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

const TAGGED = /\bgraphql\(\s*`\s*(query|mutation|subscription|fragment)\s+(\w+)[\s\S]*?`\s*,?\s*\)/g;
const GENERATED = /^export const (\w+Document) = (\{.*\}) as unknown as /gm;

/**
 * Puts each generated document where it is used, so that a page's documents load with the page. Without this, the
 * generated `graphql()` looks them up in one table, and every visit loads all of them. A fragment is a type only:
 * the operations that spread it contain it.
 */
export function inlineDocuments({ generated }: { generated: string }): Plugin {
  let documents = new Map<string, string>();
  return {
    name: 'aether-inline-documents',
    apply: 'build',
    enforce: 'pre',
    buildStart() {
      this.addWatchFile(generated);
      documents = new Map();
      for (const [, name, json] of readFileSync(generated, 'utf8').matchAll(GENERATED))
        if (name !== undefined && json !== undefined) documents.set(name, json);
    },
    transform(code, id) {
      if (id.includes('/gql/') || id.includes('/node_modules/') || !code.includes('graphql(`')) return null;
      const inlined = code.replaceAll(TAGGED, (_call, kind: string, name: string) => {
        if (kind === 'fragment') return '{}';
        const document = documents.get(`${name}Document`);
        if (document === undefined) this.error(`${name} in ${id} was not generated. Run \`npm run codegen\`.`);
        return document;
      });
      return { code: inlined, map: null };
    },
  };
}
