import type { BuiltInRoleKey } from '@aether/schema';

export interface DemoPerson {
  readonly email: string;
  readonly name: string;
  readonly jobTitle: string;
  readonly roleKey: BuiltInRoleKey;
  readonly department: DemoDepartment;
  readonly team: string;
  readonly expertise: readonly string[];
}

type DemoDepartment = (typeof DEMO_DEPARTMENTS)[number]['name'];

export const DEMO_DEPARTMENTS = [
  { name: 'Operations', description: 'Runs this installation and helps the people who use it.' },
  { name: 'Research', description: 'Reads sources and answers questions about them.' },
] as const;

/** The owner of the installation joins the first department, where most colleagues are. */
export const DEMO_OWNER_DEPARTMENT: DemoDepartment = 'Operations';

export const DEMO_TEAMS = [
  { name: 'Platform', department: 'Operations' },
  { name: 'Service desk', department: 'Operations' },
  { name: 'Reading group', department: 'Research' },
] as const;

const OPERATIONS = { department: 'Operations', jobTitle: 'Service Specialist' } as const;
const RESEARCH = { department: 'Research', team: 'Reading group', jobTitle: 'Research Analyst' } as const;

/** Invented colleagues, with addresses that can be nobody's (RFC 2606). They have no password: nobody can sign in as one of them. */
export const DEMO_PEOPLE = {
  mira: {
    ...OPERATIONS,
    email: 'mira.okafor@example.com',
    name: 'Mira Okafor',
    roleKey: 'admin',
    team: 'Platform',
    expertise: ['Access rights', 'Tools'],
  },
  jonas: {
    ...OPERATIONS,
    email: 'jonas.lindqvist@example.com',
    name: 'Jonas Lindqvist',
    roleKey: 'builder',
    team: 'Platform',
    expertise: ['Onboarding', 'Documentation'],
  },
  priya: {
    ...OPERATIONS,
    email: 'priya.raman@example.com',
    name: 'Priya Raman',
    roleKey: 'member',
    team: 'Service desk',
    expertise: ['Customer support'],
  },
  tomas: {
    ...RESEARCH,
    email: 'tomas.herrera@example.com',
    name: 'Tomás Herrera',
    roleKey: 'builder',
    expertise: ['Constitutional law'],
  },
  lena: {
    ...RESEARCH,
    email: 'lena.vogt@example.com',
    name: 'Lena Vogt',
    roleKey: 'member',
    expertise: ['Archives'],
  },
} as const satisfies Record<string, DemoPerson>;

export type DemoPersonKey = keyof typeof DEMO_PEOPLE;

/** Who invites the others and looks after tools. */
export const DEMO_ADMINISTRATOR = DEMO_PEOPLE.mira;
