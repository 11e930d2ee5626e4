import { type Connection, connectionTypes } from '@aether/common/service';
import { ObjectType } from 'type-graphql';
import type { TestCaseRecord } from '../test-suite.ts';
import { TestCase } from './test-case.ts';

/** The page and the suite that it belongs to: `totalCount` is counted only when it is asked for. */
export type TestCasePage = Connection<TestCaseRecord> & { readonly suiteId: string };

@ObjectType()
export class TestCaseConnection extends connectionTypes('TestCase', () => TestCase).Connection {}
