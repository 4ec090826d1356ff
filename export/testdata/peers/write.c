/* Writes the cells that it gets on standard input into a workbook, with
 * libxlsxwriter in constant memory: the peer of a benchmark.
 *
 *   'S' length name          a sheet begins
 *   'R'                      a row begins
 *   't' column length text   a text
 *   'n' column length digits a number
 *
 * Lengths are 4 bytes, columns 2, lowest first. */
#include <stdio.h>
#include <stdlib.h>
#include <xlsxwriter.h>

static unsigned number(int bytes) {
	unsigned n = 0;
	for (int i = 0; i < bytes; i++) n |= (unsigned)getchar_unlocked() << (8 * i);
	return n;
}

static const char *text(void) {
	static char *buffer;
	static unsigned room;
	unsigned length = number(4);
	if (length >= room && !(buffer = realloc(buffer, room = length + 4096))) exit(1);
	if (fread_unlocked(buffer, 1, length, stdin) != length) exit(1);
	buffer[length] = 0;
	return buffer;
}

int main(int argc, char **argv) {
	if (argc != 2) return 2;
	lxw_workbook_options options = {.constant_memory = LXW_TRUE};
	lxw_workbook *book = workbook_new_opt(argv[1], &options);
	lxw_worksheet *sheet = NULL;
	lxw_row_t row = 0;
	for (int op; (op = getchar_unlocked()) != EOF;) {
		unsigned column;
		switch (op) {
		case 'S':
			sheet = workbook_add_worksheet(book, text());
			row = (lxw_row_t)-1;
			break;
		case 'R':
			row++;
			break;
		case 't':
			column = number(2);
			worksheet_write_string(sheet, row, column, text(), NULL);
			break;
		case 'n':
			column = number(2);
			worksheet_write_number(sheet, row, column, strtod(text(), NULL), NULL);
			break;
		default:
			return 1;
		}
	}
	return workbook_close(book) == LXW_NO_ERROR ? 0 : 1;
}
