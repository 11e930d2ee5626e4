import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

// Named through the package, so that they are found from sources and from a bundle alike.
const { resolve } = createRequire(import.meta.url);

/** DejaVu has Latin, Greek, Cyrillic, Armenian, Georgian, Hebrew and Arabic; Droid has Chinese, Japanese and Korean. */
export const FONT_FILES = {
  regular: '@aether/runtime/fonts/DejaVuSans.ttf',
  bold: '@aether/runtime/fonts/DejaVuSans-Bold.ttf',
  wide: '@aether/runtime/fonts/DroidSansFallbackFull.ttf',
} as const;

export type FontName = keyof typeof FONT_FILES;

const read = new Map<FontName, Buffer>();

export function fontFile(name: FontName): Buffer {
  const known = read.get(name) ?? readFileSync(resolve(FONT_FILES[name]));
  read.set(name, known);
  return known;
}
