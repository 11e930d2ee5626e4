import type { ArtifactFormat } from '@aether/schema';
import type { Block } from '../artifacts/document.ts';

/** Formats that are made of one type of block alone. */
const NEEDS: Partial<Record<ArtifactFormat, Block['type']>> = {
  CSV: 'table',
  XLSX: 'table',
  QUESTIONS_JSON: 'questions',
  QUESTIONS_CSV: 'questions',
  SCRIPT: 'script',
  AUDIO: 'script',
};

/** Types of block without which one of the files would be empty, each with the formats that need it. */
export function neededBlocks({
  artifacts,
}: {
  readonly artifacts: Readonly<Record<string, { readonly format: ArtifactFormat }>>;
}): readonly (readonly [Block['type'], string])[] {
  const byType = Map.groupBy(
    Object.values(artifacts).filter(({ format }) => NEEDS[format] !== undefined),
    ({ format }) => NEEDS[format],
  );
  return [...byType].flatMap(([type, files]) =>
    type === undefined ? [] : [[type, [...new Set(files.map(({ format }) => format))].join(' and ')] as const],
  );
}
