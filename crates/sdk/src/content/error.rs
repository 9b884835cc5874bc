use std::fmt;

/// Everything that is wrong with the content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContentError {
    /// Each problem, in the order of files and lines.
    pub problems: Vec<Problem>,
}

/// One thing that is wrong with the content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file, as a path from the content directory.
    pub file: String,
    /// Line and column, from 1, where the problem is in one place.
    pub place: Option<(usize, usize)>,
    /// What is wrong.
    pub problem: String,
}

impl ContentError {
    /// A problem of a whole file or directory.
    pub fn whole(file: impl Into<String>, problem: impl Into<String>) -> Self {
        Self { problems: vec![Problem { file: file.into(), place: None, problem: problem.into() }] }
    }

    /// Both values, or every problem of both: for checks that go on after the first problem.
    ///
    /// # Errors
    /// The problems of either.
    pub fn both<A, B>(first: Result<A, Self>, second: Result<B, Self>) -> Result<(A, B), Self> {
        match (first, second) {
            (Ok(first), Ok(second)) => Ok((first, second)),
            (Err(mut first), Err(second)) => {
                first.problems.extend(second.problems);
                Err(first)
            }
            (Err(error), _) | (_, Err(error)) => Err(error),
        }
    }

    /// All values, or every problem of all.
    ///
    /// # Errors
    /// The problems of each result that is an error.
    pub fn all<T>(results: impl IntoIterator<Item = Result<T, Self>>) -> Result<Vec<T>, Self> {
        let mut values = Vec::new();
        let mut problems = Vec::new();
        for result in results {
            match result {
                Ok(value) => values.push(value),
                Err(error) => problems.extend(error.problems),
            }
        }
        if problems.is_empty() { Ok(values) } else { Err(Self { problems }) }
    }
}

impl fmt::Display for ContentError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.problems.iter().enumerate() {
            let separator = if index == 0 { "" } else { "\n" };
            write!(formatter, "{separator}{problem}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place {
            Some((line, column)) => write!(formatter, "{}:{line}:{column}: {}", self.file, self.problem),
            None => write!(formatter, "{}: {}", self.file, self.problem),
        }
    }
}

impl std::error::Error for ContentError {}
