import PdfDocument from 'pdfkit';
import { type FontName, fontFile } from './fonts.ts';
import { type FontCoverage, fontRuns } from './font-runs.ts';

const MARGIN = 64;
/** The same for all files, so that equal documents are equal bytes. */
const STILL = new Date(0);

export interface TextStyle {
  readonly size: number;
  readonly bold?: boolean;
  /** Points from the left margin. */
  readonly indent?: number;
  /** Points of empty space below. */
  readonly below: number;
}

/** pdfkit tells no glyphs of the chosen font; the font behind it does. */
interface ChosenFont {
  readonly _font: { readonly font: { hasGlyphForCodePoint(codePoint: number): boolean } };
}

/** Text from top to bottom on A4 pages, letter by letter in a font that has it. */
export class PdfPage {
  readonly #pdf: InstanceType<typeof PdfDocument>;
  readonly #chunks: Uint8Array[] = [];
  readonly #end: Promise<void>;
  readonly #regular: readonly FontCoverage[];
  readonly #bold: readonly FontCoverage[];

  constructor(title: string) {
    this.#pdf = new PdfDocument({
      size: 'A4',
      margin: MARGIN,
      font: '',
      info: { Title: title, Producer: 'Aether', Creator: 'Aether', CreationDate: STILL, ModDate: STILL },
    });
    this.#end = new Promise((resolve, reject) => {
      this.#pdf.on('end', resolve).on('error', reject);
    });
    this.#pdf.on('data', (chunk: Uint8Array) => this.#chunks.push(chunk));
    this.#regular = (['regular', 'wide'] as const).map((name) => this.#register(name));
    this.#bold = (['bold', 'wide'] as const).map((name) => this.#register(name));
  }

  get width(): number {
    return this.#pdf.page.width - 2 * MARGIN;
  }

  newPage(): void {
    this.#pdf.addPage();
  }

  /** Goes down the page, for a title that stands alone. */
  down(points: number): void {
    this.#pdf.y += points;
  }

  /** A heading does not stand alone at the end of a page. */
  keep(points: number): void {
    if (this.#pdf.y + points > this.#pdf.page.height - MARGIN) this.newPage();
  }

  text(text: string, { size, bold = false, indent = 0, below }: TextStyle): void {
    const width = this.width - indent;
    this.#pdf.x = MARGIN + indent;
    this.#write(text, { size, bold, width });
    this.#pdf.y += below;
  }

  /** A row of a table; it never breaks over two pages, unless it is longer than one. */
  row(cells: readonly string[], { size, bold = false }: Pick<TextStyle, 'size' | 'bold'>): void {
    const width = this.width / Math.max(1, cells.length);
    const padding = 4;
    const heights = cells.map((cell) => {
      this.#pdf.font(bold ? 'bold' : 'regular', size);
      return this.#pdf.heightOfString(cell, { width: width - 2 * padding });
    });
    const height = Math.max(size, ...heights) + 2 * padding;
    this.keep(Math.min(height, this.#pdf.page.height - 2 * MARGIN));
    const top = this.#pdf.y;
    for (const [index, cell] of cells.entries()) {
      const left = MARGIN + index * width;
      this.#pdf.rect(left, top, width, height).lineWidth(0.5).strokeColor('#999999').stroke();
      this.#pdf.x = left + padding;
      this.#pdf.y = top + padding;
      this.#write(cell, { size, bold, width: width - 2 * padding, height: height - padding });
    }
    this.#pdf.x = MARGIN;
    this.#pdf.y = top + height;
  }

  async bytes(): Promise<Uint8Array> {
    this.#pdf.end();
    await this.#end;
    return Buffer.concat(this.#chunks);
  }

  #write(
    text: string,
    { size, bold, width, height }: { size: number; bold: boolean; width: number; height?: number },
  ): void {
    const runs = fontRuns(text, bold ? this.#bold : this.#regular);
    const box = { width, lineGap: size * 0.3, ...(height === undefined ? {} : { height }) };
    this.#pdf.fillColor('#111111');
    for (const [index, run] of runs.entries())
      this.#pdf.font(run.font, size).text(run.text, { ...box, continued: index < runs.length - 1 });
  }

  #register(name: FontName): FontCoverage {
    this.#pdf.registerFont(name, fontFile(name));
    this.#pdf.font(name);
    const { font } = (this.#pdf as unknown as ChosenFont)._font;
    return { name, has: (codePoint) => font.hasGlyphForCodePoint(codePoint) };
  }
}
