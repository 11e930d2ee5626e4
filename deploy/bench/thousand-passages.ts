const TOPICS = [
  'refund',
  'warranty',
  'parcel',
  'invoice',
  'contract',
  'holiday',
  'laptop',
  'password',
  'badge',
  'canteen',
];
const PLACES = ['Rotterdam', 'Lisbon', 'Vienna', 'Oslo', 'Turin', 'Ghent', 'Lyon', 'Porto', 'Graz', 'Bergen'];
const ROLES = ['the front desk', 'the warehouse', 'the finance team', 'the help desk', 'the travel office'];

export interface Fact {
  readonly question: string;
  readonly sentence: string;
}

/** One of many facts that differ from each other in topic, place and number. */
export function factOf(index: number): Fact {
  const topic = TOPICS[index % 10] ?? '';
  const place = PLACES[Math.floor(index / 10) % 10] ?? '';
  const days = 2 + (index % 29);
  const file = `case ${1000 + index}`;
  return {
    question: `How many days does ${place} take for a ${topic} of ${file}?`,
    sentence: `For a ${topic} of ${file}, ${place} takes ${days} days from the day on which the request arrived.`,
  };
}

/** A Markdown handbook in which every fact has a section of its own, of the length of one passage. */
export function handbook(facts: number): string {
  const sections = Array.from({ length: facts }, (_, index) => {
    const role = ROLES[index % 5] ?? '';
    return `# Section ${index + 1}

Whoever needs it writes to ${role} and names the number of the order, the date and the reason. Requests that arrive in the
evening are read on the next working day. ${factOf(index).sentence} Papers are kept for seven years, copies are sent on demand.
Questions that are not answered here go to the manager of the site, who decides within a week and writes the decision down, so
that the next one who asks finds it in this handbook.
`;
  });
  return sections.join('\n');
}
