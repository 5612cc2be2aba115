"""Linking a corpus of any size by blocks, in bounded memory: what may be one meets in a block, and nothing else does.

Entities meet by the sounds of their names, articles and their events by overlapping weeks in which they are told or
happen (``windows_of``). What is compared is known of the whole corpus: names and links of a node, frequencies of words,
clusters of entities. So the blocks have no part in what comes out, but for pairs that never meet. A block is a task, a
pure function of bytes (``tasks``), for any process or machine. What comes later is placed (``kept``).
"""
