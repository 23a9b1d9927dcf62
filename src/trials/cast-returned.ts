import type { Person } from './cast.ts';

/** People of whom something comes back after it was settled, or beside the way that was asked: an answer, a claim, calls to another; and two whose file says little of where they live. */
export const returnedCast = {
	'whose surety was claimed on elsewhere': {},
	'called in vain beside another’s friend': {},
	'whose friend is called in vain beside': { friendsNumberOf: 'called in vain beside another’s friend' },
	'who disputes in answer to a text': {},
	'who wants peace in answer to a text': {},
	'who answers a text with nothing': {},
	'settled as undelivered, then delivered': {},
	'settled as delivered, then undelivered': {},
	'of an address of six letters': { address: '北京试行街九' },
	'of an address of seven letters': { address: '北京试行街九号' },
} as const satisfies Readonly<Record<string, Person>>;
