import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type BrowserPage, accessibilityFaults, openBrowser, overflowOf, printPdf } from './browser-page.ts';
import { HANDBOOK } from './help-desk.ts';
import { type RunningAether, startAether } from './running-aether.ts';

const WARRANTY = '<h1>Warranty</h1><p>Every device carries a warranty of three years from the day of delivery.</p>';

describe('a newcomer in a browser', () => {
  let aether: RunningAether;
  let browser: BrowserPage;
  let page: Page;
  let origin: string;
  /** Addresses of the screens that were visited with content on them. */
  const screens: string[] = [];
  let broken = false;

  beforeAll(async () => {
    aether = await startAether();
    browser = await openBrowser();
    ({ page } = browser);
    origin = new URL(aether.signInLink ?? '').origin;
  });
  // One journey in steps: after a failed one the next would only wait in vain.
  beforeEach(({ skip }) => skip(broken, 'an earlier step of the journey failed'));
  afterEach(({ task }) => {
    broken ||= task.result?.state === 'fail';
  });
  afterAll(async () => {
    await browser?.[Symbol.asyncDispose]();
    await aether?.[Symbol.asyncDispose]();
  });

  /** A screen is as it should be: nobody is shut out of it, and the console says nothing. */
  const checkScreen = async (): Promise<void> => {
    screens.push(page.url());
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(browser.problems).toEqual([]);
  };

  test('is led to the sign-in page, and keeps where it wanted to go', async () => {
    await page.goto(`${origin}/runs?status=failed`);
    await page.getByRole('heading', { name: 'Sign in to Aether' }).waitFor();
    expect(new URL(page.url()).searchParams.get('next')).toBe('/runs?status=failed');
    await checkScreen();
  });

  test('signs in by the link of the terminal, is where it wanted to go, and sees an empty home', async () => {
    await page.goto(aether.signInLink ?? '');
    await page.waitForURL(`${origin}/runs?status=failed`);
    await page.getByRole('navigation').getByRole('link', { name: 'Home' }).click();
    await page.getByText('No agents yet').waitFor();
    await page.getByText('No runs yet').waitFor();
    await checkScreen();
  });

  test('makes a notebook, adds Markdown and a PDF, and finds a passage', async () => {
    await page.getByRole('navigation').getByRole('link', { name: 'Knowledge' }).click();
    await page.getByRole('button', { name: 'New notebook' }).click();
    await page.getByLabel('Name').fill('Handbook');
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    await page.getByLabel('Files to add').setInputFiles([
      { name: 'handbook.md', mimeType: 'text/markdown', buffer: Buffer.from(HANDBOOK) },
      { name: 'warranty.pdf', mimeType: 'application/pdf', buffer: await printPdf(page, WARRANTY) },
    ]);
    for (const name of ['handbook.md', 'warranty.pdf'])
      await page.getByRole('row', { name }).getByText('Ready').waitFor({ timeout: 180_000 });
    await page.getByLabel('Search this notebook').fill('How long is the warranty of a device?');
    await page.keyboard.press('Enter');
    await page.getByText('warranty.pdf', { exact: true }).nth(1).waitFor();
    expect(await page.locator('mark').allInnerTexts()).toContain('warranty');
    await checkScreen();
    await page.getByRole('button', { name: 'Open at passage' }).first().click();
    await page.getByRole('dialog').getByText('three years').waitFor();
    await checkScreen();
    await page.keyboard.press('Escape');
  });

  test('makes an agent from a sentence, gives it the notebook, tries it and publishes it', async () => {
    await page.getByRole('navigation').getByRole('link', { name: 'Home' }).click();
    await page.getByLabel('Describe the job in one sentence').fill('Answer questions of customers from our handbook');
    await page.getByRole('button', { name: 'Build' }).click();
    await page.getByLabel('Add a notebook').selectOption({ label: 'Handbook' });
    await page.getByLabel('Question').fill('When do customers get their money back?');
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    const tried = page.getByRole('region', { name: 'Try it' });
    await tried.getByText('fourteen days').waitFor({ timeout: 180_000 });
    await tried.getByText('Succeeded').first().waitFor();
    await checkScreen();
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('What changed').fill('First version');
    await dialog.getByRole('button', { name: 'Publish' }).click();
    await page.getByRole('tab', { name: 'Versions' }).click();
    await page.getByText('First version').waitFor();
    await checkScreen();
    await page.getByRole('tab', { name: 'Expert' }).click();
    await page.getByText('"instructions"').waitFor();
    await checkScreen();
  });

  test('asks in chat: the answer cites the passage, which opens with the words marked', async () => {
    await page.getByRole('link', { name: 'Chat', exact: true }).last().click();
    await page.getByLabel('Message').fill('How many days of paid holiday does everybody have?');
    await page.keyboard.press('Enter');
    await page.getByText('The answer is complete').waitFor({ state: 'attached', timeout: 180_000 });
    const chain = page.getByRole('complementary', { name: 'Execution chain' });
    await chain.getByText('Succeeded').first().waitFor();
    await chain.getByRole('button', { name: /handbook\.md/u }).waitFor();
    await checkScreen();
    await chain.getByRole('button', { name: /handbook\.md/u }).click();
    const passage = page.getByRole('dialog');
    expect(await passage.locator('mark').allInnerTexts()).toEqual([
      'Everybody has thirty days of paid holiday a year.',
    ]);
    await checkScreen();
    await page.keyboard.press('Escape');
  });

  test('reads the run: steps, duration, tokens, cost, and what a step was given', async () => {
    await page.getByRole('link', { name: 'Open run' }).click();
    const steps = page.getByRole('treegrid');
    await steps.getByRole('row', { name: /Search handbook/u }).waitFor();
    await steps.getByRole('row', { name: /Answer/u }).click();
    await page.getByRole('tab', { name: 'Prompt' }).click();
    await page.getByText('thirty days of paid holiday').first().waitFor();
    await checkScreen();
    await page.getByRole('navigation').getByRole('link', { name: 'Runs' }).click();
    await page
      .getByRole('row', { name: /Succeeded/u })
      .nth(1)
      .waitFor();
    await checkScreen();
  });

  test('sees keys, sessions and models in the settings', async () => {
    for (const [tab, text] of [
      ['keys', 'No keys yet'],
      ['sessions', 'This device'],
      ['models', 'builtin/extract'],
    ] as const) {
      await page.goto(`${origin}/settings?tab=${tab}`);
      await page.getByText(text).first().waitFor();
      await checkScreen();
    }
  });

  test('starts from a template without a key: it says what is missing, and its files quote the notebook', async () => {
    await page.goto(`${origin}/agents/templates`);
    await page.getByRole('list', { name: 'Templates' }).waitFor();
    await checkScreen();
    await page.getByLabel('Search templates').fill('research');
    await page.getByRole('button', { name: /Research brief/u }).click();
    const sheet = page.getByRole('dialog', { name: 'Research brief' });
    await sheet.getByText('quote passages word for word').waitFor();
    await sheet.getByText('Sources disagree: one finds 8 percent').waitFor();
    await checkScreen();
    await sheet.getByLabel('Notebook to search').selectOption({ label: 'Handbook' });
    await sheet.getByRole('button', { name: 'Use template' }).click();
    await page.getByLabel('Name of the file brief').waitFor();
    await page.getByLabel('Research question').fill('When do customers get their money back?');
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    const tried = page.getByRole('region', { name: 'Try it' });
    await tried.getByRole('button', { name: /Research brief\.pdf/u }).waitFor({ timeout: 180_000 });
    await tried.getByRole('button', { name: /Research brief\.md/u }).click();
    await page.getByRole('dialog').getByText('fourteen days').waitFor();
    await checkScreen();
    await page.keyboard.press('Escape');
  });

  test('scrolls no screen sideways on a phone', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    const wide: string[] = [];
    for (const screen of new Set(screens)) {
      await page.goto(screen);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.waitForLoadState('networkidle');
      if ((await overflowOf(page)) > 0) wide.push(screen);
    }
    expect(wide).toEqual([]);
    expect(browser.problems).toEqual([]);
  });
});
