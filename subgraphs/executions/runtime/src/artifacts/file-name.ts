const LENGTH = 120;

/**
 * The name of a file, whatever an input put into it: what a path is made of, control characters and leading dots go, and it is cut between
 * code points. Nothing left is "file".
 */
export function fileName(name: string, extension: string): string {
  const plain = name
    .normalize('NFC')
    .replaceAll(/[/\\:*?"<>|\p{Cc}\p{Cf}]+/gu, ' ')
    .replaceAll(/\s+/gu, ' ')
    .replace(/^[\s.]+|[\s.]+$/gu, '');
  const short = [...plain].slice(0, LENGTH).join('').trim();
  return `${short === '' ? 'file' : short}.${extension}`;
}
