import { AxeBuilder } from '@axe-core/playwright';
import { type Page, chromium } from 'playwright-core';

const CHROMIUM = '/usr/bin/chromium';

/** Quiet: nothing of the browser's own goes out. */
const SWITCHES = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const THEMES = ['light', 'dark'] as const;

export interface BrowserPage extends AsyncDisposable {
  readonly page: Page;
  /** What the console called an error, scripts that threw, and answers of the server with 400 and above. */
  readonly problems: readonly string[];
}

/** A page of a browser with a profile of its own. */
export async function openBrowser(): Promise<BrowserPage> {
  const browser = await chromium.launch({ executablePath: CHROMIUM, headless: true, args: SWITCHES });
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    colorScheme: 'light',
    // A screen is judged as it stands: in the middle of a change of theme its colors have too little contrast.
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(120_000); // on a machine that does other things beside, the first screens take most of a minute
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => problems.push(`script: ${error.stack ?? error.message}`));
  page.on('response', (response) => {
    if (response.status() >= 400)
      problems.push(`${response.status()} ${response.request().method()} ${response.url()}`);
  });
  return { page, problems, [Symbol.asyncDispose]: () => browser.close() };
}

/** What axe calls serious or critical on this screen, in both themes. */
export async function accessibilityFaults(page: Page): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const theme of THEMES) {
    await page.emulateMedia({ colorScheme: theme });
    const { violations } = await new AxeBuilder({ page }).analyze();
    for (const { id, impact, nodes } of violations) {
      if (impact === 'serious' || impact === 'critical')
        faults.push(...nodes.map(({ target }) => `${theme} ${id}: ${target.join(' ')}`));
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
  return faults;
}

/** Pixels by which the page is wider than its window. */
export function overflowOf(page: Page): Promise<number> {
  return page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
}

/** A true PDF, printed as a person would. */
export async function printPdf(page: Page, html: string): Promise<Buffer> {
  const sheet = await page.context().newPage();
  await sheet.setContent(html);
  const pdf = await sheet.pdf();
  await sheet.close();
  return pdf;
}
