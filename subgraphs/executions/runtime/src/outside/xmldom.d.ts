/** What is used of it: the package's own types bring those of browsers with them, for all code. */
declare module '@xmldom/xmldom/lib/dom-parser.js' {
  export interface XmlNode {
    readonly nodeType: number;
    readonly nodeName: string;
    readonly localName: string | null;
    readonly nodeValue: string | null;
    readonly childNodes: ArrayLike<XmlNode>;
    /** Of elements. */
    readonly attributes: ArrayLike<{ readonly name: string; readonly value: string }>;
  }

  type Note = (problem: string) => void;

  export class DOMParser {
    constructor(options: {
      readonly errorHandler: { readonly warning: Note; readonly error: Note; readonly fatalError: Note };
    });
    parseFromString(text: string, type: string): { readonly documentElement: XmlNode | null } | undefined;
  }
}
