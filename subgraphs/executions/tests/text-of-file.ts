import { read, utils } from '@e965/xlsx';
import mammoth from 'mammoth';
import { extractText } from 'unpdf';
import { entriesOf } from '@aether/test-support';

/** What a person would read in a file, by readers that had no part in writing it. */
export async function textOfFile(name: string, bytes: Uint8Array): Promise<string> {
  const extension = name.slice(name.lastIndexOf('.') + 1);
  switch (extension) {
    case 'docx':
      return (await mammoth.extractRawText({ buffer: Buffer.from(bytes) })).value;
    case 'pdf': {
      const { text } = await extractText(bytes, { mergePages: true });
      // Lines are as wide as the page.
      return text.replaceAll(/\s+/gu, ' ');
    }
    case 'xlsx': {
      const book = read(bytes, { type: 'array' });
      return Object.entries(book.Sheets)
        .map(([title, sheet]) => `${title}: ${utils.sheet_to_csv(sheet)}`)
        .join('\n');
    }
    case 'pptx':
      return textOfSlides(bytes);
    default:
      return new TextDecoder().decode(bytes);
  }
}

function textOfSlides(bytes: Uint8Array): string {
  return [...entriesOf(bytes)]
    .filter(([path]) => /^ppt\/slides\/slide\d+\.xml$/u.test(path))
    .flatMap(([, xml]) => [...xml.toString('utf8').matchAll(/<a:t>([^<]*)<\/a:t>/gu)].map(([, text]) => text))
    .join('\n');
}
