import { stem } from './words.ts';

/** Words and phrases of working life that ask for the same thing. One line, one meaning. */
const GROUPS = `
refund | reimburse | repay | money back | get back money
vacation | holiday | leave | time off | days off | pto
salary | wage | pay | compensation
laptop | computer | pc | machine
cost | price | fee | charge | expensive
buy | purchase | order
deliver | ship | shipment | dispatch | arrive
parcel | package | shipment | order
customer | client | buyer
employee | staff | colleague | worker
manager | supervisor | boss
sick | ill | illness | unwell
begin | start | commence
expire | end | finish
contact | reach | get in touch
phone | telephone | call
email | mail | e mail
hotel | accommodation | lodging
flight | plane | fly | air travel
rail | railway
meal | food | eat
car | vehicle | drive
password | passphrase
login | log in | sign in | log on
lose | lost | missing | misplaced
stolen | steal | theft
broken | damaged | defective | faulty | defect
return | send back | give back | bring back
warranty | guarantee
exchange | replace | replacement | swap
delete | remove | erase
require | mandatory | obligatory | compulsory
child | baby | newborn | kid
parental | maternity | paternity
probation | trial
resign | quit | notice
remote | home office | work from home | telework | working from home
report | notify | inform
support | help desk | helpdesk | service desk
free | no charge | complimentary | without charge
abroad | foreign | overseas | international
late | delay | overdue
invoice | bill
receipt | proof of purchase
discount | rebate
keep | retain | retention | store | kept
backup | back up
encrypt | encryption
visitor | guest
building | premises
increase | raise
year | annual | yearly | annually
month | monthly
week | weekly
day | daily
bike | bicycle | cycle
approve | approval | authorize | authorise | sign off
cancel | cancellation | call off
doctor | physician | medical
certificate | note
job | position | role
training | course | education
install | installation | set up
allow | permit | permission
rent | hire
taxi | cab
mileage | kilometre | kilometer | mile
dog | dogs | pet
percent | percentage | %
open | opening
weekend | saturday | sunday
carry | carry over | roll over | transfer
weather | forecast | temperature
issue | ticket | problem
add | sum | total | plus
compute | calculate
translate | translation
die | died | dies | dead | death | kill
`;

interface Synonyms {
  readonly groupsOfWord: ReadonlyMap<string, ReadonlySet<number>>;
  /** Stems of a phrase, with the group it stands for. */
  readonly phrases: readonly { readonly stems: readonly string[]; readonly group: number }[];
}

const SYNONYMS = readGroups();

function readGroups(): Synonyms {
  const groupsOfWord = new Map<string, Set<number>>();
  const phrases: { stems: readonly string[]; group: number }[] = [];
  GROUPS.trim()
    .split('\n')
    .forEach((line, group) => {
      for (const term of line.split('|').map((text) => text.trim())) {
        const stems = term.split(' ').map(stem);
        if (stems.length > 1) phrases.push({ stems, group });
        else groupsOfWord.set(stems[0] ?? '', (groupsOfWord.get(stems[0] ?? '') ?? new Set()).add(group));
      }
    });
  return { groupsOfWord, phrases };
}

const NONE: ReadonlySet<number> = new Set();

/** Groups that a stem belongs to. */
export function meaningsOf(stemmed: string): ReadonlySet<number> {
  return SYNONYMS.groupsOfWord.get(stemmed) ?? NONE;
}

/** Groups whose phrases occur in a row of stems, with the places they take. */
export function phraseMeanings(
  stems: readonly string[],
): readonly { readonly group: number; readonly start: number; readonly length: number }[] {
  return SYNONYMS.phrases.flatMap(({ stems: phrase, group }) =>
    stems.flatMap((_, start) =>
      phrase.every((part, offset) => stems[start + offset] === part) ? [{ group, start, length: phrase.length }] : [],
    ),
  );
}
