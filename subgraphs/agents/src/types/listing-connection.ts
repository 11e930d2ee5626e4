import { type Connection, connectionTypes } from '@aether/common/service';
import { ObjectType } from 'type-graphql';
import type { ListingRecord } from '../market/listing.ts';
import type { MarketLook } from '../market/market-look.ts';
import { Listing } from './listing.ts';

/** The page and the look that made it: facets are counted only when they are asked for. */
export type ListingPage = Connection<ListingRecord> & { readonly look: MarketLook };

@ObjectType()
export class ListingConnection extends connectionTypes('Listing', () => Listing).Connection {}
