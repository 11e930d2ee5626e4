/** Formats of the files of a producer, as people call them. */
export const FILE_FORMATS: Readonly<Record<string, string>> = {
  MARKDOWN: 'Markdown',
  HTML: 'HTML',
  PDF: 'PDF',
  DOCX: 'Word (DOCX)',
  PPTX: 'Slides (PPTX)',
  CSV: 'Table (CSV)',
  XLSX: 'Table (XLSX)',
  QUESTIONS_JSON: 'Questions (JSON)',
  QUESTIONS_CSV: 'Questions (CSV)',
  SCRIPT: 'Script',
  IMAGE: 'Image',
  AUDIO: 'Sound (MP3)',
};
