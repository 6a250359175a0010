"""Learning online: facts, grades, forms and words of lessons, quizzes and assignments."""
